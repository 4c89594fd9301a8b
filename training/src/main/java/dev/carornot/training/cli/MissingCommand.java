package dev.carornot.training.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is said to somebody who names a group of commands and none of them. Stateless. */
final class MissingCommand {
    private MissingCommand() {}

    static ParameterException of(CommandLine group) {
        List<String> names = new ArrayList<>(group.getSubcommands().keySet());
        String last = names.remove(names.size() - 1);
        String choice = names.isEmpty() ? last : String.join(", ", names) + " or " + last;
        String label = group.getCommandSpec().usageMessage().synopsisSubcommandLabel();
        return new ParameterException(group, "Name a " + label.toLowerCase(Locale.ROOT) + ": " + choice);
    }
}
