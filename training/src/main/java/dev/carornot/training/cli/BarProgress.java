package dev.carornot.training.cli;

import dev.carornot.training.progress.Progress;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself, with units a second, time passed and time left. Thread-safe. */
final class BarProgress implements Progress {
    private static final int REDRAW_MILLIS = 500;

    private final BarLine line;
    private final String task;
    private final String unit;
    private final long total;
    private final LongSupplier nanoTime;
    private final long start;
    private long done;
    private String detail = "";
    private ProgressBar bar;
    private boolean closed;

    BarProgress(BarLine line, String task, String unit, long total, LongSupplier nanoTime) {
        this.line = line;
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public synchronized void advance(long units) {
        done += units;
        if (bar == null) {
            openWhenDue();
        } else {
            bar.stepBy(units);
        }
    }

    private void openWhenDue() {
        long passed = nanoTime.getAsLong() - start;
        if (closed || passed < ConsoleProgress.PATIENCE_NANOS) {
            return;
        }
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(line)
                .startsFrom(done, Duration.ofNanos(passed))
                .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .build();
        bar.setExtraMessage(detail);
    }

    @Override
    public synchronized void detail(String text) {
        detail = text;
        if (bar != null) {
            bar.setExtraMessage(text);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
