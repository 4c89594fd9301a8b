package dev.carornot.training.cli;

import dev.carornot.training.importer.Folders;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "folders",
        description = "Imports a folder with a folder of photographs for each of the two classes.",
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
            "  car-or-not dataset import folders photographs --out photographs/manifest.csv",
            "  car-or-not dataset import folders pets --classes cat,dog --out pets.csv"
        })
final class ImportFoldersCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The folder with two folders that are called as the classes.")
    private Path place;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "What the source is called in the manifest (default: as the folder).")
    private String source;

    @Mixin
    private ImportOptions options;

    ImportFoldersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        options.run(console, reader -> new Folders(place, reader, source == null ? name(place) : source));
    }

    /** The folder's own name, even where it was called '.'. */
    static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }
}
