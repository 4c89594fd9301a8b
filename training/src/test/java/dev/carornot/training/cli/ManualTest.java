package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual against the program: what can be found out without running anything. */
final class ManualTest {
    private static final Path DOCS = Path.of("../docs");

    /** As docs/README.md explains them. */
    private static final Set<String> KINDS =
            Set.of("run", "file", "parse", "server", "build", "account", "docker", "tool", "synopsis", "text");

    /** Those without commands of ours to be read. */
    private static final Set<String> NO_COMMANDS = Set.of("synopsis", "text", "file");

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    @Test
    void everyBlockSaysHowItIsTried() {
        assertThat(ManualBlock.all())
                .allSatisfy(block -> assertThat(KINDS)
                        .as("the mark '<!-- try: KIND -->' above the block at %s (docs/README.md)", block)
                        .contains(block.kind()));
    }

    @Test
    void everyCommandIsUnderstood() {
        List<ManualBlock> blocks = ManualBlock.all().stream()
                .filter(block -> !NO_COMMANDS.contains(block.kind()))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (ManualBlock block : blocks) {
            List<String> lines = block.lines().stream()
                    .map(line -> line.replaceFirst("^(training/target/dist/bin/)(?=car-or-not )", ""))
                    .toList();
            for (List<String> command : Commands.commands(lines)) {
                String[] arguments = command.subList(1, command.size()).toArray(String[]::new);
                assertThatCode(() -> CarOrNot.commandLine(CommandRun.silent()).parseArgs(arguments))
                        .as("%s: %s", block, String.join(" ", command))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path page : ManualBlock.pages()) {
            List<String> links = LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1).replaceFirst("#.*", ""))
                    .filter(link -> !link.isEmpty() && !link.contains(":"))
                    .toList();
            assertThat(links)
                    .allSatisfy(link -> assertThat(page.resolveSibling(link))
                            .as("a link in %s", page)
                            .exists());
        }
    }

    @Test
    void everyPageIsInTheIndexAndEveryDecisionInTheirs() throws IOException {
        String index = Files.readString(DOCS.resolve("README.md"));
        String decisions = Files.readString(DOCS.resolve("decisions/README.md"));
        try (Stream<Path> pages = Files.list(DOCS)) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
        }
        try (Stream<Path> pages = Files.list(DOCS.resolve("decisions"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(decisions).contains("](" + name + ")"));
        }
    }

    @Test
    void thePageOfTheCommandLineNamesEveryCommandAndTheSameExitCodes() throws IOException {
        String page = Files.readString(DOCS.resolve("command-line.md"));
        assertThat(Commands.all()
                        .filter(name -> Commands.find(name).subcommands().isEmpty()))
                .allSatisfy(name -> assertThat(page)
                        .containsPattern("`" + name + "`|`" + name.substring(name.lastIndexOf(' ') + 1) + "`"));
        Map<String, String> listed = new TreeMap<>();
        Pattern.compile("(?m)^\\| (\\d) \\| (.*) \\|$")
                .matcher(page)
                .results()
                .forEach(row -> listed.put(row.group(1), row.group(2)));
        assertThat(listed)
                .isEqualTo(new TreeMap<>(Commands.find(List.of()).usageMessage().exitCodeList()));
    }
}
