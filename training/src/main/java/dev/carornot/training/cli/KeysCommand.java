package dev.carornot.training.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        description = "Makes the keys that models are signed with.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        footerHeading = "%nExample:%n",
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
        throw new ParameterException(spec.commandLine(), "Name a command: create");
    }
}
