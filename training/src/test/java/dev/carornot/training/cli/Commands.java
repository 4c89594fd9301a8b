package dev.carornot.training.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands as picocli sees them. */
final class Commands {
    private Commands() {}

    /** Every command's words below the program's own name, that of the program itself first, without words. */
    static Stream<String> all() {
        return below(CarOrNot.commandLine(CommandRun.silent()), "");
    }

    private static Stream<String> below(CommandLine command, String name) {
        return Stream.concat(
                Stream.of(name),
                command.getSubcommands().entrySet().stream()
                        .flatMap(entry -> below(entry.getValue(), (name + " " + entry.getKey()).strip())));
    }

    static List<String> words(String name) {
        return name.isEmpty() ? List.of() : List.of(name.split(" ", -1));
    }

    static CommandSpec find(String name) {
        return find(words(name));
    }

    static CommandSpec find(List<String> words) {
        CommandLine command = CarOrNot.commandLine(CommandRun.silent());
        for (String word : words) {
            command = command.getSubcommands().get(word);
        }
        return command.getCommandSpec();
    }

    /** The examples in a command's help, as words. */
    static List<List<String>> examples(CommandSpec command) {
        return commands(List.of(command.usageMessage().footer()));
    }

    /** Those of some lines that begin a command of this program, with the lines that go on after a backslash. */
    static List<List<String>> commands(List<String> lines) {
        List<List<String>> commands = new ArrayList<>();
        StringBuilder begun = new StringBuilder();
        for (String line : lines) {
            String text = line.strip();
            if (begun.isEmpty() && !text.startsWith(CarOrNot.NAME + " ")) {
                continue;
            }
            boolean goesOn = text.endsWith("\\");
            begun.append(goesOn ? text.substring(0, text.length() - 1) : text);
            if (!goesOn) {
                // What follows is the shell's.
                commands.add(
                        List.of(begun.toString().split(" [<>|] ", -1)[0].strip().split("\\s+", -1)));
                begun.setLength(0);
            }
        }
        return commands;
    }
}
