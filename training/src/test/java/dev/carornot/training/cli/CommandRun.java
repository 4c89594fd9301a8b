package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Runs the command line in this process. */
final class CommandRun {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private CommandRun() {}

    record Outcome(int code, String out, String err) {
        List<String> outLines() {
            return out.lines().toList();
        }

        void assertFailedWith(int expected, String... partsOfTheSentence) {
            assertThat(code).isEqualTo(expected);
            assertThat(err).startsWith("car-or-not: ").contains(partsOfTheSentence);
            assertThat(err.lines()).hasSize(1);
        }
    }

    /** A console that nobody listens to, for whoever only looks at commands. */
    static Console silent() {
        return new Console(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                false,
                false,
                () -> TerminalWidth.USUAL,
                name -> null,
                Path.of("."));
    }

    static Outcome run(Path home, Object... arguments) {
        return run(home, new byte[0], arguments);
    }

    static Outcome run(Path home, byte[] in, Object... arguments) {
        return run(home, name -> null, in, arguments);
    }

    /** @param environment variables by name; null for one that is not set */
    static Outcome run(Path home, UnaryOperator<String> environment, byte[] in, Object... arguments) {
        return run(home, environment, OptionalInt.empty(), in, arguments);
    }

    /** @param columns of the terminal that output and errors go to; empty for pipes */
    static Outcome run(
            Path home, UnaryOperator<String> environment, OptionalInt columns, byte[] in, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(in),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                columns.isPresent(),
                columns.isPresent(),
                () -> columns.orElse(TerminalWidth.USUAL),
                environment,
                home);
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int code = CarOrNot.run(console, words);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
