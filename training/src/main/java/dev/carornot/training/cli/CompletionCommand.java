package dev.carornot.training.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description =
                "Prints a script that has a shell complete commands, options and their values. The shell reads it at its"
                        + " start from where the examples put it.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The script was printed.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not completion bash > ~/.car-or-not.bash",
            "  car-or-not completion zsh > ~/.car-or-not.zsh",
            "",
            "'. ~/.car-or-not.bash' in ~/.bashrc, or '. ~/.car-or-not.zsh' in ~/.zshrc, has",
            "each new shell read it; typed into a running one, that shell reads it."
        })
final class CompletionCommand implements Runnable {
    /** What zsh needs to understand scripts for bash; compinit is not run a second time. */
    private static final String ZSH_PRELUDE = """
            autoload -Uz compinit bashcompinit
            (( $+functions[compdef] )) || compinit
            bashcompinit
            """;

    /** The shells that there is a script for. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (shell == Shell.ZSH) {
            console.out().print(ZSH_PRELUDE);
        }
        console.out().print(AutoComplete.bash(CarOrNot.NAME, spec.root().commandLine()));
        console.out().flush();
    }
}
