package dev.carornot.training.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many columns the terminal has now: windows are resized while a command runs. {@code stty} is asked, which every
 * POSIX system has, once a second at most. Thread-safe.
 */
final class TerminalWidth implements IntSupplier {
    /** Where nobody knows. */
    static final int USUAL = 80;

    private static final File TERMINAL = new File("/dev/tty");
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PATIENCE_SECONDS = 2;

    private final IntSupplier question;
    private final LongSupplier nanoTime;
    private boolean asked;
    private long when;
    private int columns;

    TerminalWidth(IntSupplier question, LongSupplier nanoTime) {
        this.question = question;
        this.nanoTime = nanoTime;
    }

    /** The one that the process was started from. */
    static TerminalWidth ofProcess() {
        return new TerminalWidth(TerminalWidth::ask, System::nanoTime);
    }

    @Override
    public synchronized int getAsInt() {
        long now = nanoTime.getAsLong();
        if (!asked || now - when >= FRESH_NANOS) {
            asked = true;
            when = now;
            columns = question.getAsInt();
        }
        return columns;
    }

    private static int ask() {
        if (!TERMINAL.exists()) {
            return USUAL;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = stty.getInputStream()) {
                int columns = parse(new String(out.readAllBytes(), StandardCharsets.US_ASCII));
                return stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? columns : USUAL;
            }
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Reads {@code rows columns}; a terminal that does not know its size says 0. */
    static int parse(String answer) {
        String[] parts = answer.strip().split("\\s+", -1);
        if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,4}")) {
            return USUAL;
        }
        return Integer.parseInt(parts[1]);
    }
}
