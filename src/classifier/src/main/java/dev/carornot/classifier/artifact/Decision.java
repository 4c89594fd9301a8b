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
}
