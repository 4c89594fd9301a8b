package dev.carornot.training.experiment;

/**
 * Exponential moving average of the losses of steps, corrected for its start at 0 as Adam's moments are (Kingma and Ba, 2014,
 * section 3). Not thread-safe.
 */
final class SmoothedLoss {
    /** About the last ten steps count: of a hundred, few enough to show where the curve bends. */
    private static final double KEPT = 0.9;

    private double average;
    private double weight;

    /** Takes a loss, returns the average. */
    double next(double loss) {
        average = KEPT * average + (1 - KEPT) * loss;
        weight = KEPT * weight + 1 - KEPT;
        return average / weight;
    }
}
