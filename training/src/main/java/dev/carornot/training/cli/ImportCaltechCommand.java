package dev.carornot.training.cli;

import dev.carornot.training.importer.Caltech;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "caltech",
        description = "Imports Caltech-256, Caltech-101 or any other folder of class folders.",
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
            "  car-or-not dataset import caltech data/256 --positive 252.car-side-101 \\",
            "      --exclude 257.clutter --out data/256.csv",
            "  car-or-not dataset import caltech data/101 --positive car_side \\",
            "      --source caltech101 --out data/101.csv"
        })
final class ImportCaltechCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The folder of class folders.")
    private Path place;

    @Option(
            names = "--positive",
            required = true,
            paramLabel = "CLASS",
            split = ",",
            hideParamSyntax = true,
            description = "The class folders, separated by commas, that are of the positive class.")
    private List<String> positive;

    @Option(
            names = "--exclude",
            paramLabel = "CLASS",
            split = ",",
            hideParamSyntax = true,
            description = "Class folders that are left out; all others are of the negative class.")
    private List<String> exclude = List.of();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "What the source is called in the manifest (default: as the folder).")
    private String source;

    @Mixin
    private ImportOptions options;

    ImportCaltechCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        String name = source == null ? ImportFoldersCommand.name(place) : source;
        options.run(console, reader -> new Caltech(place, Set.copyOf(positive), Set.copyOf(exclude), name));
    }
}
