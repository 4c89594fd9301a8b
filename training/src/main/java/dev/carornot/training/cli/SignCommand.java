package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.SigningKeys;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sign",
        description = "Signs a model once it was looked at as a whole: writes manifest.sig, an Ed25519 signature of"
                + " manifest.json, which vouches for every other file. Publishing takes it along.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The model is signed.", "1:It is not; the reason was printed.", "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = "  car-or-not sign --model models/first --key keys/private.pem")
final class SignCommand implements Runnable {
    /** What is printed as JSON: the file. */
    private record Signed(String signature) {}

    private final Console console;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model's folder.")
    private Path model;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The private key, a PEM file.")
    private Path key;

    @Mixin
    private JsonOption json;

    SignCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Locations.told(() -> {
            SigningKeys.sign(model, SigningKeys.readPrivate(key));
            return null;
        });
        Path signature = model.resolve(Artifact.SIGNATURE);
        json.print(
                console,
                () -> new Signed(signature.toString()),
                () -> console.out().println("Signed: " + signature + "."));
    }
}
