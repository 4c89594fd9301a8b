package dev.carornot.training.cli;

import java.io.PrintStream;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The line of the terminal that a bar redraws. The width is asked for each time. In a window that became narrower the line
 * that is there was broken to several, as terminals reflow what no longer fits: they are cleared, not only the last one.
 * To be used by one thread.
 */
final class BarLine implements ProgressBarConsumer {
    private static final String CLEAR_TO_THE_END = "\u001B[J";

    private final PrintStream err;
    private final IntSupplier columns;
    private int shown;

    BarLine(PrintStream err, IntSupplier columns) {
        this.err = err;
        this.columns = columns;
    }

    /** One less than there are, since some terminals go on to the next line as soon as one is full. */
    @Override
    public int getMaxRenderedLength() {
        return Math.max(1, columns.getAsInt() - 1);
    }

    @Override
    public void accept(String bar) {
        int most = getMaxRenderedLength();
        String line = bar.length() > most ? bar.substring(0, most) : bar;
        int broken = shown == 0 ? 0 : (shown - 1) / (most + 1);
        String up = broken == 0 ? "" : "\u001B[" + broken + "A";
        err.print("\r" + up + CLEAR_TO_THE_END + line);
        err.flush();
        shown = line.length();
    }

    @Override
    public void close() {
        err.println();
        err.flush();
    }
}
