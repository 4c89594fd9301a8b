package dev.carornot.training.calibration;

import java.util.OptionalDouble;

/**
 * Temperature scaling (Guo et al., 2017, arXiv:1706.04599): the one number T by which all logits are divided, so that the
 * negative log-likelihood of the labels is least. It changes neither the order of photographs nor any answer at 0.5. Stateless
 * and thread-safe.
 */
public final class TemperatureScaling {
    /**
     * A network whose logits want more than a factor of ten, either way, is not miscalibrated but broken, or the photographs
     * tell nothing of it: Guo et al. find temperatures from 0.7 to 3 or so.
     */
    static final double LEAST = 0.1;

    static final double MOST = 10;

    /** Each halves the range of log T, 4.6 at first: after these it is below the spacing of doubles near 0.1. */
    private static final int HALVINGS = 60;

    private TemperatureScaling() {}

    /**
     * The temperature of least negative log-likelihood. As a function of 1 / T that is convex, as logistic regression on one
     * variable without an intercept, so that its slope changes sign once: the sign is sought by halving the range of log T.
     * The same logits give the same number.
     *
     * @return in 0.1..10; empty when the likelihood has no peak between these. It grows without end as T falls when every
     *     logit has its label's sign, and as T rises when the logits tell nothing: such photographs cannot calibrate
     */
    public static OptionalDouble fit(LabelledLogits logits) {
        if (slope(logits, LEAST) <= 0 || slope(logits, MOST) >= 0) {
            return OptionalDouble.empty();
        }
        double low = Math.log(LEAST);
        double high = Math.log(MOST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, Math.exp(middle)) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(Math.exp((low + high) / 2));
    }

    /** Derivative of the summed negative log-likelihood by 1 / T: {@code sum of (sigmoid(l / T) - y) l}; falls as T rises. */
    private static double slope(LabelledLogits logits, double temperature) {
        double sum = 0;
        for (int i = 0; i < logits.count(); i++) {
            double logit = logits.logit(i);
            sum += (LabelledLogits.sigmoid(logit / temperature) - (logits.positive(i) ? 1 : 0)) * logit;
        }
        return sum;
    }
}
