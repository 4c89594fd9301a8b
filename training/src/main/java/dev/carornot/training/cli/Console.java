package dev.carornot.training.cli;

import dev.carornot.training.progress.ProgressFactory;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * What a command may touch of the process it runs in.
 *
 * @param in standard input
 * @param out results, in UTF-8
 * @param err errors and progress, in UTF-8
 * @param outIsTerminal whether a person watches {@code out}
 * @param errIsTerminal whether {@code err} can redraw a line
 * @param columns how wide the terminal is at the moment; asked only where there is one
 * @param environment environment variables by name; null for one that is not set
 * @param home the user's home folder
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        IntSupplier columns,
        UnaryOperator<String> environment,
        Path home) {
    ProgressFactory progress() {
        return new ConsoleProgress(err, errIsTerminal, columns, System::nanoTime);
    }
}
