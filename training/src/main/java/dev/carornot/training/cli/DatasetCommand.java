package dev.carornot.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
        name = "dataset",
        description = "Brings photographs into a manifest, splits them and looks for what is wrong with them.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was asked for was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not dataset import stanford-cars cars --out cars/manifest.csv",
            "  car-or-not dataset split cars/manifest.csv --out cars/split.csv --rule grouped",
            "  car-or-not dataset check cars/split.csv --out report"
        })
final class DatasetCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** With everything below it. */
    static CommandLine commandLine(Console console) {
        return new CommandLine(new DatasetCommand())
                .addSubcommand(new CommandLine(new DatasetImportCommand())
                        .addSubcommand(new ImportStanfordCarsCommand(console))
                        .addSubcommand(new ImportCaltechCommand(console))
                        .addSubcommand(new ImportFoldersCommand(console))
                        .addSubcommand(new ImportManifestCommand(console)))
                .addSubcommand(new DatasetSplitCommand(console))
                .addSubcommand(new DatasetCheckCommand(console));
    }

    @Override
    public void run() {
        throw MissingCommand.of(spec.commandLine());
    }
}
