package dev.carornot.training.experiment;

/**
 * Smith's learning rate range test (2015, arXiv:1506.01186): the learning rate rises by the same factor at each step, from where
 * nothing is learnt to where training falls apart, and the loss tells where between the two it should be. For one fitting;
 * not thread-safe.
 */
final class RangeTest {
    /** Far below any rate that Adam moves a network with in so few steps. */
    static final double LOWEST = 1e-6;

    /** Far above any that it stands, and the highest that a configuration may state. */
    static final double HIGHEST = 10;

    /** Of fast.ai's lr_find; enough to tell the curve from a batch's noise. */
    static final int FEWEST_STEPS = 100;

    /** A loss of so many times the least one will not come back (fast.ai's lr_find). */
    private static final double LOST = 4;

    private final int total;
    private final SmoothedLoss smoothed = new SmoothedLoss();
    private double first = Double.NaN;
    private double least = Double.POSITIVE_INFINITY;
    private boolean over;

    /** @param total steps of the fitting; 2 or more */
    RangeTest(int total) {
        if (total < 2) {
            throw new IllegalArgumentException("A range has two ends at least, not " + total + " steps.");
        }
        this.total = total;
    }

    /** How many epochs hold enough steps. */
    static int epochs(int stepsPerEpoch) {
        return Math.max(1, (FEWEST_STEPS + stepsPerEpoch - 1) / stepsPerEpoch);
    }

    /** @param step from 1 */
    double rate(int step) {
        return LOWEST * Math.pow(HIGHEST / LOWEST, (step - 1.0) / (total - 1));
    }

    /** Takes note of a step's loss. */
    void note(double loss) {
        double now = smoothed.next(loss);
        if (Double.isNaN(first)) {
            first = now;
        }
        least = Math.min(least, now);
        // Not lost as long as it is no worse than untrained: a loss of nearly 0 is noise to four times its height.
        over |= !Double.isFinite(loss) || now > Math.max(LOST * least, first);
    }

    /** Whether there is nothing more to learn about the rates that would follow. */
    boolean isOver() {
        return over;
    }
}
