package dev.carornot.classifier.image;

import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * The memory that pictures which are decoded at the same time share. One that needs much takes its part before anything is
 * set aside for it, and waits, first come, first served, until there is enough; one that needs more than there is altogether
 * is refused. Those that need little go by: what they take is bounded by the number of threads. Thread-safe.
 */
final class DecodingMemory {
    /** Up to here a picture takes nothing from the others: 12 megapixels by libjpeg-turbo, 4 as PNG. */
    static final long LITTLE = 32L << 20;

    private static final int MEGABYTE = 1 << 20;

    private final long total;
    private final Semaphore megabytes;

    /** @param total in bytes, heap and native memory together */
    DecodingMemory(long total) {
        this.total = total;
        this.megabytes = new Semaphore(megabytes(total), true);
    }

    /**
     * Decodes once there is memory for it.
     *
     * @param bytes what {@code work} needs at most
     */
    <T> T during(long bytes, Guard.Work<T> work) throws RefusedException {
        if (bytes <= LITTLE) {
            return work.run();
        }
        if (bytes > total) {
            throw new RefusedException(
                    Refusal.Reason.TOO_MANY_PIXELS,
                    String.format(
                            Locale.ROOT,
                            "The picture would take %,d MB of memory to decode, more than the limit of %,d; send a smaller"
                                    + " one.",
                            megabytes(bytes),
                            megabytes(total)));
        }
        int part = Math.min(megabytes(bytes), megabytes(total));
        megabytes.acquireUninterruptibly(part);
        try {
            return work.run();
        } finally {
            megabytes.release(part);
        }
    }

    /** Rounded up. */
    private static int megabytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + MEGABYTE - 1) / MEGABYTE);
    }
}
