package dev.carornot.training.evaluation;

/** McNemar's test (1947, Psychometrika 12) in its exact form. Stateless and thread-safe. */
final class McNemar {
    private McNemar() {}

    /**
     * How likely a split at least as uneven is, if both models are equally good: of the {@code first + second} photographs that
     * exactly one of them gets right each would then fall to either with probability 1/2, so that this is a two-sided binomial
     * test.
     *
     * @param first photographs that the first model alone gets right; 0 or more
     * @param second photographs that the second alone gets right; 0 or more
     * @return in (0, 1]
     */
    static double exact(int first, int second) {
        int count = first + second;
        int fewer = Math.min(first, second);
        double logHalf = Math.log(0.5);
        double logChoices = 0;
        double sum = 0;
        for (int k = 0; k <= fewer; k++) {
            sum += Math.exp(logChoices + count * logHalf);
            logChoices += Math.log(count - k) - Math.log(k + 1);
        }
        // Both tails are alike; with an even split they overlap in the middle.
        return Math.min(1, 2 * sum);
    }
}
