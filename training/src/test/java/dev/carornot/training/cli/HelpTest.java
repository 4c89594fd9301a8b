package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.carornot.training.cli.CommandRun.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help of every command, as it is shown and as it is meant. */
final class HelpTest {
    private static final Path HOME = Path.of(".");
    private static final String ESCAPE = "\u001B[";

    /** The words that name each command, the outermost first; the program's own are none. */
    static Stream<List<String>> commands() {
        return Commands.all().map(Commands::words);
    }

    private static Outcome help(List<String> command, int columns, Map<String, String> environment) {
        List<Object> words = new ArrayList<>(command);
        words.add("--help");
        OptionalInt terminal = columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
        Outcome run = CommandRun.run(HOME, environment::get, terminal, new byte[0], words.toArray());
        assertThat(run.code()).isEqualTo(CommandRun.OK);
        assertThat(run.err()).isEmpty();
        return run;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamplesAndExitCodesThatFitsATerminal(List<String> command) {
        Outcome run = help(command, 0, Map.of());
        String name = String.join(
                " ", Stream.concat(Stream.of("car-or-not"), command.stream()).toList());
        assertThat(run.out())
                .contains("Usage: " + name, "Examples:", "Exit codes:")
                .doesNotContain(ESCAPE);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out().lines()).anyMatch(line -> line.startsWith("  " + name));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsACommandThatIsUnderstood(List<String> command) {
        List<List<String>> examples = Commands.examples(Commands.find(command));
        assertThat(examples).isNotEmpty();
        for (List<String> example : examples) {
            String[] arguments = example.subList(1, example.size()).toArray(String[]::new);
            assertThatCode(() -> CarOrNot.commandLine(CommandRun.silent()).parseArgs(arguments))
                    .as(String.join(" ", example))
                    .doesNotThrowAnyException();
            assertThat(example.get(0)).isEqualTo("car-or-not");
            if (!command.isEmpty()) {
                assertThat(example.subList(1, example.size())).startsWith(command.toArray(String[]::new));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noWordIsBrokenInANarrowTerminal(List<String> command) {
        String words = words(help(command, 0, Map.of()).out());
        for (int columns : new int[] {30, 54, 55}) {
            String narrow = help(command, columns, Map.of("NO_COLOR", "1")).out();
            assertThat(words(narrow)).as("%d columns", columns).isEqualTo(words);
            assertThat(narrow.lines())
                    .filteredOn(line -> line.strip().contains(" "))
                    .as("%d columns", columns)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }

    /** What is written, whatever the lines. */
    private static String words(String help) {
        return help.replaceAll("\\s+", " ").strip();
    }

    @Test
    void coloursAreForTerminalsAndForThoseWhoWantThem() {
        assertThat(help(List.of(), 80, Map.of()).out()).contains(ESCAPE);
        assertThat(help(List.of(), 40, Map.of()).out()).contains(ESCAPE);
        assertThat(help(List.of(), 0, Map.of()).out()).doesNotContain(ESCAPE);
        assertThat(help(List.of(), 80, Map.of("NO_COLOR", "1")).out()).doesNotContain(ESCAPE);
        assertThat(help(List.of(), 80, Map.of("NO_COLOR", "")).out()).contains(ESCAPE);
        assertThat(help(List.of(), 80, Map.of("CLICOLOR", "0")).out()).doesNotContain(ESCAPE);
        assertThat(help(List.of(), 80, Map.of("TERM", "dumb")).out()).doesNotContain(ESCAPE);
        assertThat(help(List.of(), 0, Map.of("CLICOLOR_FORCE", "1")).out()).contains(ESCAPE);
        assertThat(help(List.of(), 0, Map.of("CLICOLOR_FORCE", "0")).out()).doesNotContain(ESCAPE);
        assertThat(help(List.of(), 80, Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"))
                        .out())
                .doesNotContain(ESCAPE);
    }

    @Test
    void anErrorIsColouredOnATerminalAlone() {
        OptionalInt terminal = OptionalInt.of(80);
        assertThat(CommandRun.run(HOME, name -> null, terminal, new byte[0], "clasify")
                        .err())
                .startsWith(ESCAPE + "1;31mcar-or-not" + ESCAPE + "0m: ");
        assertThat(CommandRun.run(HOME, "clasify").err()).startsWith("car-or-not: ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void exitCodesAreThoseThatTheProgramLists(List<String> command) {
        Map<String, String> all = Commands.find(List.of()).usageMessage().exitCodeList();
        Map<String, String> own = Commands.find(command).usageMessage().exitCodeList();
        assertThat(own.keySet()).contains("0", "1", "2").isSubsetOf(all.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clasify|classify",
                "dataset chek|check",
                "models rolback|rollback",
                "classify --jsn x.jpg|--json",
                "train --confg x|--config",
                "doctor --secnds 1|--seconds"
            })
    void whatIsMisspeltIsGuessed(String misspelt) {
        String[] parts = misspelt.split("\\|", -1);
        CommandRun.run(HOME, (Object[]) parts[0].split(" ", -1))
                .assertFailedWith(CommandRun.USAGE, "did you mean", parts[1], "--help'.");
    }

    @Test
    void everyCommandWithResultsHasJson() {
        assertThat(Commands.all()
                        .map(Commands::find)
                        .filter(spec -> spec.subcommands().isEmpty())
                        .filter(spec -> !spec.name().equals("completion")))
                .isNotEmpty()
                .allSatisfy(spec -> assertThat(spec.findOption("--json"))
                        .as(spec.qualifiedName())
                        .isNotNull()
                        .extracting(CommandLine.Model.OptionSpec::typeInfo)
                        .extracting(CommandLine.Model.ITypeInfo::isBoolean)
                        .isEqualTo(true));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void coloursChangeNothingElse(List<String> command) {
        for (int columns : new int[] {40, 80}) {
            String plain = help(command, columns, Map.of("NO_COLOR", "1")).out();
            String coloured = help(command, columns, Map.of()).out();
            assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(plain);
        }
    }

    @Test
    void onATerminalNoWordOfAnErrorIsBroken() {
        Map<String, String> plain = Map.of("NO_COLOR", "1");
        String narrow = CommandRun.run(HOME, plain::get, OptionalInt.of(30), new byte[0], "clasify")
                .err();
        assertThat(narrow).isEqualTo("""
                        car-or-not: There is no
                        command 'clasify' (did you
                        mean classify?); see
                        'car-or-not --help'.
                        """);
    }
}
