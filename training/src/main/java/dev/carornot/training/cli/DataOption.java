package dev.carornot.training.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the photographs lie. */
final class DataOption {
    static final String DESCRIPTION =
            "The photographs: a folder with a manifest.csv (columns path, label, split), the manifest"
                    + " itself, or a folder with a folder for each label.";

    @Option(names = "--data", required = true, paramLabel = "DIR", description = DESCRIPTION)
    private Path data;

    Path path() {
        return data;
    }
}
