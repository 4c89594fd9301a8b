package dev.carornot.classifier.artifact;

/**
 * From logit to verdict: {@code p = sigmoid(logit / temperature)}; positive from {@code upper} on, negative below {@code
 * lower}, uncertain between (Guo et al., 2017, arXiv:1706.04599, for the temperature).
 *
 * @param temperature positive; 1 leaves the probability as the network gives it
 * @param lower in (0, 1)
 * @param upper in (0, 1), at least {@code lower}; equal to it there is no uncertain band
 */
public record Decision(double temperature, double lower, double upper) {
    /** Of the largest double below 1. */
    private static final double LARGEST = Math.log(Math.nextDown(1.0)) - Math.log1p(-Math.nextDown(1.0));

    public Decision {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The temperature is positive and finite, not " + temperature + ".");
        }
        if (!(lower > 0 && lower <= upper && upper < 1)) {
            throw new IllegalArgumentException(
                    "Thresholds need 0 < lower <= upper < 1, not lower " + lower + ", upper " + upper + ".");
        }
    }

    /** The calibrated probability of the positive class, in 0..1. */
    public double probability(double logit) {
        return 1 / (1 + Math.exp(-logit / temperature));
    }

    /**
     * The logit that {@link #probability} was computed from. A double cannot tell probabilities from 1 that are closer to it
     * than 1.1e-16: from a logit of 36.7 times the temperature on (and at 0 and 1 themselves) the answer is held there.
     *
     * @param probability in 0..1
     */
    public double logit(double probability) {
        double logit = Math.log(probability) - Math.log1p(-probability);
        return temperature * Math.max(-LARGEST, Math.min(LARGEST, logit));
    }
}
