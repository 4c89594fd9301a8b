package dev.carornot.function.queue;

import dev.carornot.function.CarOrNotConfig;

/**
 * How much happens at once. Immutable and thread-safe.
 *
 * @param threads threads that work on one photograph in the network, 1 or more
 * @param predictors photographs that are decoded and classified at once, 1 or more
 * @param waiting requests that may wait beyond those that are being answered, 0 or more
 */
public record Capacity(int threads, int predictors, int waiting) {
    /**
     * Requests that wait for each predictor unless it is set. The last in line waits for as many verdicts: at 45 ms a
     * 12-megapixel photograph that is 0.4 s, which a sender would rather wait than ask again; and 2 MB each, the bytes of
     * all who wait fit beside the model.
     */
    private static final int WAITING_PER_PREDICTOR = 8;

    /** More than any machine has processors; what is beyond it is a slip. */
    private static final int MOST = 10_000;

    public Capacity {
        require(1, threads, "carornot.threads", "a predictor needs at least one thread");
        require(1, predictors, "carornot.predictors", "at least one predictor is needed");
        require(0, waiting, "carornot.queue", "a queue is not shorter than empty");
    }

    /**
     * What the settings say, and for what they do not say as much as the processors can do without waiting for each other.
     *
     * @throws IllegalArgumentException when a setting is out of its range; the message is one sentence that names it
     */
    public static Capacity of(CarOrNotConfig config, int processors) {
        int threads = config.threads();
        int predictors = config.predictors().orElseGet(() -> Math.max(1, processors / Math.max(1, threads)));
        int waiting =
                config.queue().orElseGet(() -> Math.min(MOST, WAITING_PER_PREDICTOR * Math.min(MOST, predictors)));
        return new Capacity(threads, predictors, waiting);
    }

    private static void require(int least, int value, String setting, String why) {
        if (value < least || value > MOST) {
            throw new IllegalArgumentException(setting + " is " + value + ", but " + why + " and " + MOST
                    + " is the most; set it to something between, or leave it out.");
        }
    }
}
