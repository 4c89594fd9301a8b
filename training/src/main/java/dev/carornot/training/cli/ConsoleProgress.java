package dev.carornot.training.cli;

import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** A bar on a terminal, lines elsewhere; neither for work that is over in two seconds. */
final class ConsoleProgress implements ProgressFactory {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream err;
    private final boolean terminal;
    private final IntSupplier columns;
    private final LongSupplier nanoTime;

    ConsoleProgress(PrintStream err, boolean terminal, IntSupplier columns, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.columns = columns;
        this.nanoTime = nanoTime;
    }

    @Override
    public Progress start(String task, String unit, long total) {
        return terminal
                ? new BarProgress(new BarLine(err, columns), task, unit, total, nanoTime)
                : new LineProgress(err, task, unit, total, nanoTime);
    }
}
