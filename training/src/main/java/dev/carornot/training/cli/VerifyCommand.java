package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.SigningKeys;
import dev.carornot.classifier.artifact.Trust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description =
                "Looks whether a model is whole and signed with the private key that belongs to a public one: what a"
                        + " function does that is configured with the public key.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is.", "1:It is not; the reason was printed.", "2:The command line is wrong."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not verify --model models/first --public-key keys/public.pem",
            "  car-or-not verify --model s3://my-models/team --public-key keys/public.pem"
        })
final class VerifyCommand implements Runnable {
    /** What is printed as JSON. */
    private record Verified(String model, String version) {}

    private final Console console;

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = Locations.MODEL)
    private String model;

    @Option(
            names = "--public-key",
            required = true,
            paramLabel = "FILE|TEXT",
            description = "The public key: a PEM file, or the text in it.")
    private String key;

    @Option(names = "--endpoint", paramLabel = "URL", description = Locations.ENDPOINT)
    private String endpoint;

    @Mixin
    private JsonOption json;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Trust trust = Locations.told(() -> Trust.in(SigningKeys.readPublic(key)));
        try (Locations locations = Locations.of(console, endpoint)) {
            Artifact artifact = locations.artifact(model, trust);
            Locations.told(() -> {
                artifact.verify();
                return artifact;
            });
            String name = artifact.manifest().name();
            String version = artifact.manifest().version();
            json.print(
                    console,
                    () -> new Verified(name, version),
                    () -> console.out()
                            .println(name + " " + version + " is whole, and signed with this key's counterpart."));
        }
    }
}
