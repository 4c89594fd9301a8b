package dev.carornot.function.storage;

import java.time.Duration;

/** Until when something may take. Immutable and thread-safe. */
public final class RemainingTime {
    private final long end;

    private RemainingTime(long end) {
        this.end = end;
    }

    /** From now on; nothing is left of a negative duration. */
    public static RemainingTime of(Duration duration) {
        return new RemainingTime(System.nanoTime() + duration.toNanos());
    }

    /** What is left, zero at the least. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Whether less than {@code needed} is left. */
    public boolean isShorterThan(Duration needed) {
        return left().compareTo(needed) < 0;
    }
}
