package dev.carornot.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        description = "Makes the keys that models are signed with.",
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
        footer = "  car-or-not keys create --out keys")
final class KeysCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** With everything below it. */
    static CommandLine commandLine(Console console) {
        return new CommandLine(new KeysCommand()).addSubcommand(new KeysCreateCommand(console));
    }

    @Override
    public void run() {
        throw MissingCommand.of(spec.commandLine());
    }
}
