package dev.carornot.training.cli;

import dev.carornot.training.importer.StanfordCars;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "stanford-cars",
        description =
                "Imports Stanford Cars: every photograph is a car, the split is the official one, and the box around the"
                        + " car goes into the column bbox.",
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
            "  car-or-not dataset import stanford-cars data/cars --out data/cars/manifest.csv",
            "  car-or-not dataset import stanford-cars data/cars --out data/cars.csv \\",
            "      --labels data/mended.csv"
        })
final class ImportStanfordCarsCommand implements Runnable {
    private final Console console;

    @Parameters(
            paramLabel = "DIR",
            description =
                    "The folder with cars_train, cars_test, cars_train_annos.mat and cars_test_annos_withlabels.mat; the"
                            + " annotations may lie in its folder devkit.")
    private Path place;

    @Mixin
    private ImportOptions options;

    ImportStanfordCarsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        options.run(console, reader -> new StanfordCars(place));
    }
}
