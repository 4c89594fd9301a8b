package dev.carornot.training.cli;

import dev.carornot.training.importer.Manifests;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "manifest",
        description = "Joins manifests to one: splits, sources, notes and further columns stay as they are.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The manifest was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not dataset import manifest data/cars.csv data/256.csv \\",
            "      --out data/all.csv",
            "  car-or-not dataset import manifest data/all.csv --labels mended.csv \\",
            "      --out data/mended-all.csv"
        })
final class ImportManifestCommand implements Runnable {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "MANIFEST",
            description = "CSV files with a header that names path, label and split.")
    private List<Path> files;

    @Mixin
    private ImportOptions options;

    ImportManifestCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        options.run(console, reader -> new Manifests(files, reader));
    }
}
