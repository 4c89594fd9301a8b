package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.artifact.ModelStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "publish",
        description =
                "Copies a model into a store under its name and version, and makes that version the current one. A version"
                        + " that is in the store never changes.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The version is in the store and current.",
            "1:It is not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not publish --model models/first --to s3://my-models/car-or-not",
            "  car-or-not publish --model models/first --to /srv/models",
            "  car-or-not publish --model models/first --to s3://models \\",
            "      --endpoint http://localhost:9000"
        })
final class PublishCommand implements Runnable {
    /** What is printed as JSON. */
    private record Published(String model, String version, String place) {}

    private final Console console;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model's folder.")
    private Path model;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "STORE",
            description = "The store: a folder, or s3://<bucket>/<prefix>.")
    private String store;

    @Option(names = "--endpoint", paramLabel = "URL", description = Locations.ENDPOINT)
    private String endpoint;

    @Mixin
    private JsonOption json;

    PublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Manifest manifest = Models.inFolder(model).manifest();
        try (Locations locations = Locations.of(console, endpoint)) {
            ModelStore there = locations.store(store);
            Locations.told(() -> {
                there.publish(model);
                return manifest;
            });
            String place = Locations.told(() -> there.place(manifest.name())).toString();
            json.print(
                    console,
                    () -> new Published(manifest.name(), manifest.version(), place),
                    () -> console.out()
                            .println(manifest.name() + " " + manifest.version() + " is in " + place + " and current."));
        }
    }
}
