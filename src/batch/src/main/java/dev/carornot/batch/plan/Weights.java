package dev.carornot.batch.plan;

import dev.carornot.batch.photograph.Photograph;

/** What a photograph costs, in bytes: decoding goes by its bytes, the network is the same for each. Stateless and thread-safe. */
final class Weights {
    /** A 2 MB JPEG takes 22 to 58 ms to decode, ResNet-50 in int8 takes 14 to 25 ms: about the same as so many bytes. */
    private static final long NETWORK = 800_000;
    /** A photograph of which the listing does not say. */
    private static final long TYPICAL = 500_000;

    /** Parts for each slot of the cluster: the last ones to end should not leave the others idle for long. */
    private static final int PARTS_PER_SLOT = 8;
    /** Some seconds of work: below, starting a task and writing a file would cost as much. */
    private static final long LEAST = 100_000_000;
    /** About a minute of work: what is lost with an executor. */
    private static final long MOST = 3_000_000_000L;

    private Weights() {}

    static long of(long bytes) {
        return NETWORK + (bytes == Photograph.UNKNOWN ? TYPICAL : bytes);
    }

    /** What a part should weigh. */
    static long target(long total, int slots) {
        return Math.min(MOST, Math.max(LEAST, total / ((long) slots * PARTS_PER_SLOT)));
    }
}
