package dev.carornot.classifier.image;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * The moment at which a decoder must give up; asked by the stream it reads from and by its progress listener, on the thread that
 * made it. A budget is of work, not of waiting: where the processors are busy with others, a large picture that takes longer by
 * the clock is not refused for it, up to a point.
 */
final class Deadline {
    /** Below it decoding takes so much less than any budget that the clock on the wall will do. */
    private static final long LARGE = 1_000_000;
    /** As many times its budget a picture may take by the clock: a processor is shared by no more than that. */
    private static final int MOST_WAITING = 12;

    private static final long UNKNOWN = -1;

    private final Duration budget;
    private final long start;
    private final long workedAtStart;

    private Deadline(Duration budget, long workedAtStart) {
        this.budget = budget;
        this.start = System.nanoTime();
        this.workedAtStart = workedAtStart;
    }

    /** For a picture of so many pixels, from now on. */
    static Deadline in(Duration budget, long pixels) {
        return new Deadline(budget, pixels < LARGE ? UNKNOWN : ThreadWork.nanos());
    }

    boolean isOver() {
        long nanos = System.nanoTime() - start;
        if (nanos < budget.toNanos()) {
            return false;
        }
        return workedAtStart == UNKNOWN
                || nanos >= MOST_WAITING * budget.toNanos()
                || ThreadWork.nanos() - workedAtStart >= budget.toNanos();
    }

    /** Throws when time is up. An {@link IOException}, since that is what image readers let through. */
    void check() throws IOException {
        if (isOver()) {
            throw new IOException("Time is up.");
        }
    }

    RefusedException refusal() {
        return RefusedException.damaged("The picture was not decoded within " + budget.toMillis()
                + " ms; send it again, or save it as a plain JPEG.");
    }

    /** Loaded with the first large picture: looking for the JVM's management takes some of a start's time. */
    private static final class ThreadWork {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        private static final boolean KNOWN = THREADS.isCurrentThreadCpuTimeSupported();

        /** The processor's time that this thread has had, or {@link #UNKNOWN}. */
        static long nanos() {
            return KNOWN ? THREADS.getCurrentThreadCpuTime() : UNKNOWN;
        }
    }
}
