package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts, read by the shells that they are for. */
final class CompletionTest {
    @TempDir
    private Path folder;

    private Path script(String shell) throws IOException {
        CommandRun.Outcome run = CommandRun.run(folder, "completion", shell);
        assertThat(run.code()).as(run.err()).isEqualTo(CommandRun.OK);
        return Files.writeString(folder.resolve("completion." + shell), run.out());
    }

    private String shell(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return said;
        }
    }

    private static void requireShell(String name) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(name, "-c", "exit 0").start();
            assumeTrue(process.waitFor() == 0, name + " does not start here");
        } catch (IOException e) {
            assumeTrue(false, name + " is not installed here");
        }
    }

    /** What bash would offer after these words, of which the last is being typed. */
    private String inBash(Path script, String... words) throws IOException, InterruptedException {
        String array = String.join(
                " ", List.of(words).stream().map(word -> "'" + word + "'").toList());
        // compopt complains outside of a real completion.
        return shell(List.of(
                        "bash",
                        "--norc",
                        "-c",
                        "compopt() { :; }; . '" + script + "'; COMP_WORDS=(" + array + "); COMP_CWORD="
                                + (words.length - 1) + "; _complete_car-or-not; echo \"${COMPREPLY[@]}\""))
                .strip();
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() throws IOException, InterruptedException {
        requireShell("bash");
        Path script = script("bash");
        assertThat(inBash(script, "car-or-not", "cl")).isEqualTo("classify");
        assertThat(inBash(script, "car-or-not", "models", "")).isEqualTo("list promote rollback");
        assertThat(inBash(script, "car-or-not", "evaluate", "--fig")).isEqualTo("--figures");
        assertThat(inBash(script, "car-or-not", "train", "--device", "")).isEqualTo("cpu gpu");
    }

    @Test
    void zshCompletesWhatIsTypedAtATerminal() throws IOException, InterruptedException {
        requireShell("zsh");
        Path script = script("zsh");
        // A shell in a pseudo-terminal; each wait ends when what is waited for is there.
        Path typing = Files.writeString(folder.resolve("typing.zsh"), """
                zmodload zsh/zpty || exit 3
                zpty shell "TERM=dumb PS1='> ' zsh -f -i"
                zpty -w shell '. "%s"'
                zpty -w shell 'echo read''y'
                zpty -r shell out '*ready*' || exit 4
                zpty -n -w shell $'car-or-not mod\\t'
                zpty -r shell out '*models*' || exit 5
                zpty -n -w shell $'roll\\t'
                zpty -r shell out '*rollback*' || exit 6
                zpty -d shell
                echo completed
                """.formatted(script));
        assertThat(shell(List.of("timeout", "60", "zsh", "-f", typing.toString()))
                        .strip())
                .endsWith("completed");
    }

    @Test
    void otherShellsAreAnErrorThatNamesThose() {
        CommandRun.run(folder, "completion", "fish").assertFailedWith(CommandRun.USAGE, "BASH, ZSH");
    }
}
