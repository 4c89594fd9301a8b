package dev.carornot.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Shows the versions in a store, and says which one is current.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was asked for was done.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not models list --store s3://my-models/car-or-not",
            "  car-or-not models promote 20261124-012804 --store /srv/models",
            "  car-or-not models rollback --store s3://my-models/car-or-not --name car-or-not"
        })
final class ModelsCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** With everything below it. */
    static CommandLine commandLine(Console console) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsListCommand(console))
                .addSubcommand(new ModelsPromoteCommand(console))
                .addSubcommand(new ModelsRollbackCommand(console));
    }

    @Override
    public void run() {
        throw MissingCommand.of(spec.commandLine());
    }
}
