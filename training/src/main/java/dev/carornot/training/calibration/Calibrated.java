package dev.carornot.training.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.training.evaluation.Metrics;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A decision that was found on photographs, and what it makes of them. Immutable and thread-safe.
 *
 * @param split the photographs'
 * @param photographs how many there were
 * @param decision what was found
 * @param before figures of the network's own probabilities, at temperature 1
 * @param after figures at the decision's temperature
 * @param uncertain photographs between the thresholds
 * @param decidedErrors wrong ones of the others
 * @param remark why the temperature could not be fitted; null when it was, or was stated
 * @param shortfall why the thresholds' rule could not be kept, so that they are 0.5; null when it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Calibrated(
        String split,
        int photographs,
        Decision decision,
        Figures before,
        Figures after,
        int uncertain,
        int decidedErrors,
        String remark,
        String shortfall) {
    private static final double PERCENT = 100;

    /** {@link Metrics#logLoss} and {@link Metrics#expectedCalibrationError}. */
    public record Figures(double logLoss, double ece) {
        private static Figures of(double[] probability, boolean[] positive) {
            return new Figures(
                    Metrics.logLoss(probability, positive), Metrics.expectedCalibrationError(probability, positive));
        }
    }

    /**
     * Finds the decision that a rule asks for.
     *
     * @param split the photographs', for the record
     */
    public static Calibrated of(DecisionRule rule, LabelledLogits logits, String split) {
        String remark = null;
        double temperature = rule.stated().temperature();
        if (rule.isFitted()) {
            OptionalDouble fitted = TemperatureScaling.fit(logits);
            temperature = rule.factor() * fitted.orElse(temperature);
            remark = fitted.isPresent()
                    ? null
                    : "The temperature is not fitted, since these photographs prefer none between "
                            + TemperatureScaling.LEAST + " and " + TemperatureScaling.MOST
                            + ": the network is right on all of them, or knows nothing of them.";
        }
        LabelledLogits calibrated = logits.over(temperature);
        ThresholdRule.Found found = rule.thresholds().find(calibrated);
        double[] probability = calibrated.probabilities();
        int uncertain = 0;
        int errors = 0;
        for (int i = 0; i < probability.length; i++) {
            if (probability[i] >= found.lower() && probability[i] < found.upper()) {
                uncertain++;
            } else if (probability[i] >= found.upper() != logits.positive(i)) {
                errors++;
            }
        }
        return new Calibrated(
                split,
                probability.length,
                new Decision(temperature, found.lower(), found.upper()),
                Figures.of(logits.over(1).probabilities(), logits.labels()),
                Figures.of(probability, logits.labels()),
                uncertain,
                errors,
                remark,
                found.shortfall().orElse(null));
    }

    /** Some sentences for people. */
    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "Decision from %,d photographs of '%s': temperature %.4f, log loss %.4f before and %.4f after,"
                                + " calibration error (ECE) %.2f %% before and %.2f %% after; thresholds %.4f and %.4f"
                                + " leave %,d uncertain (%.1f %%), and %,d of the decided are wrong.",
                        photographs,
                        split,
                        decision.temperature(),
                        before.logLoss(),
                        after.logLoss(),
                        PERCENT * before.ece(),
                        PERCENT * after.ece(),
                        decision.lower(),
                        decision.upper(),
                        uncertain,
                        PERCENT * uncertain / photographs,
                        decidedErrors)
                + (remark == null ? "" : " " + remark)
                + (shortfall == null ? "" : " " + shortfall);
    }
}
