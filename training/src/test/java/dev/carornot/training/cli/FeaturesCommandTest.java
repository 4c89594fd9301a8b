package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.training.failure.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the program that brings Spark is found and heard. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its launcher is for POSIX shells")
final class FeaturesCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(Map<String, String> environment) {
        return new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                () -> 80,
                environment::get,
                folder);
    }

    private Path launcher(String script) throws IOException {
        Path launcher = Files.writeString(folder.resolve("launcher"), "#!/bin/sh\n" + script + "\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        return launcher;
    }

    @Test
    void withoutSparkItSaysHowToGetIt() {
        assertThatThrownBy(() -> BatchCommand.run(console(Map.of()), List.of("features")))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("./mvnw -Pbatch-dist", "CARORNOT_BATCH");
    }

    @Test
    void whatItSaysIsNoResultOfThisProgram() throws IOException {
        Path launcher = launcher("echo \"said: $*\"");

        BatchCommand.run(console(Map.of("CARORNOT_BATCH", launcher.toString())), List.of("features", "--width", "4"));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("said: features --width 4\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void itsFailureIsThisProgramsToo() throws IOException {
        Path launcher = launcher("exit 3");

        assertThatThrownBy(() ->
                        BatchCommand.run(console(Map.of("CARORNOT_BATCH", launcher.toString())), List.of("features")))
                .hasMessageContaining("failed with status 3");
    }
}
