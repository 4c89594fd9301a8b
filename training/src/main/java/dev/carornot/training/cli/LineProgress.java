package dev.carornot.training.cli;

import dev.carornot.training.progress.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A line now and then, for logs and pipes. Thread-safe. */
final class LineProgress implements Progress {
    /** Between two lines of one task. */
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int PERCENT = 100;

    private final PrintStream err;
    private final String task;
    private final String unit;
    private final long total;
    private final LongSupplier nanoTime;
    private final long start;
    private long done;
    private long lastLine;
    private String detail = "";
    private boolean closed;

    LineProgress(PrintStream err, String task, String unit, long total, LongSupplier nanoTime) {
        this.err = err;
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastLine = start;
    }

    @Override
    public synchronized void advance(long units) {
        done += units;
        long now = nanoTime.getAsLong();
        if (!closed && done < total && now - lastLine >= INTERVAL_NANOS) {
            lastLine = now;
            double seconds = (now - start) / NANOS_PER_SECOND;
            long left = done == 0 ? 0 : Math.round(seconds / done * (total - done));
            print(seconds, ", " + duration(left) + " left");
        }
    }

    @Override
    public synchronized void detail(String text) {
        detail = text;
    }

    @Override
    public synchronized void close() {
        long now = nanoTime.getAsLong();
        if (!closed && now - start >= ConsoleProgress.PATIENCE_NANOS) {
            double seconds = (now - start) / NANOS_PER_SECOND;
            print(seconds, ", took " + duration(Math.round(seconds)));
        }
        closed = true;
    }

    private void print(double seconds, String ending) {
        String share = total == 0 ? "" : " (" + PERCENT * done / total + " %)";
        err.println(String.format(
                Locale.ROOT,
                "%s: %,d of %,d %s%s, %.1f/s%s%s",
                task,
                done,
                total,
                unit,
                share,
                done / seconds,
                ending,
                detail.isEmpty() ? "" : ", " + detail));
    }

    /** {@code 45 s}, {@code 3 min 5 s} or {@code 2 h 3 min}. */
    static String duration(long seconds) {
        long minutes = TimeUnit.SECONDS.toMinutes(seconds);
        long hours = TimeUnit.SECONDS.toHours(seconds);
        if (hours > 0) {
            return hours + " h " + (minutes - TimeUnit.HOURS.toMinutes(hours)) + " min";
        }
        return minutes > 0
                ? minutes + " min " + (seconds - TimeUnit.MINUTES.toSeconds(minutes)) + " s"
                : seconds + " s";
    }
}
