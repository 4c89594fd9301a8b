package dev.carornot.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = "Writes a manifest of photographs that others published, or that lie in folders.",
        synopsisSubcommandLabel = "SOURCE",
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
            "  car-or-not dataset import stanford-cars data/cars --out data/cars.csv",
            "  car-or-not dataset import caltech data/256 --positive 252.car-side-101 \\",
            "      --out data/256.csv",
            "  car-or-not dataset import manifest data/cars.csv data/256.csv \\",
            "      --out data/manifest.csv"
        })
final class DatasetImportCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw MissingCommand.of(spec.commandLine());
    }
}
