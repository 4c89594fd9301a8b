package dev.carornot.training.calibration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.carornot.classifier.artifact.Decision;
import java.util.stream.Stream;

/**
 * How a model's temperature and thresholds are found, as a configuration states it; what is not stated is null. Immutable and
 * thread-safe.
 *
 * @param calibrate whether the temperature is fitted; when it is not said, it is where a rule for thresholds is stated and no
 *     temperature
 * @param temperature instead of a fitted one; 1 when neither is stated
 * @param temperatureFactor at least 1; the fitted temperature is multiplied by it, so that the probabilities say less than the
 *     photographs at hand would bear out: those of other sources are answered less well than the ones that it is fitted on.
 *     Ovadia et al., 2019 (arXiv:1906.02530), show that temperatures do not carry over to them. 1 when it is not stated
 * @param lower threshold; with {@code upper}, both 0.5 when no rule is stated
 * @param upper threshold
 * @param coverage share of photographs to decide, in (0, 1]: the others, nearest to undecided, are uncertain
 * @param precision share of each answer that is to be right, in (0, 1]
 * @param recall share of the positives that must not be called negative, in (0, 1]
 * @param costs what errors and uncertain answers cost
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionRule(
        Boolean calibrate,
        Double temperature,
        Double temperatureFactor,
        Double lower,
        Double upper,
        Double coverage,
        Double precision,
        Double recall,
        Costs costs) {
    private static final Decision PLAIN = new Decision(1, 0.5, 0.5);

    /** Beyond this every answer would be near 0.5. */
    private static final int MOST = 10;

    public DecisionRule {
        long rules = Stream.of(lower != null || upper != null, coverage != null, precision != null || recall != null)
                        .filter(stated -> stated)
                        .count()
                + (costs == null ? 0 : 1);
        if (rules > 1) {
            throw new IllegalArgumentException(
                    "A decision takes one of 'lower' and 'upper', 'coverage', 'precision' and"
                            + " 'recall', or 'costs', not several.");
        }
        if ((lower == null) != (upper == null)) {
            throw new IllegalArgumentException("A decision needs both 'lower' and 'upper', or neither.");
        }
        if (Boolean.TRUE.equals(calibrate) && temperature != null) {
            throw new IllegalArgumentException("A decision takes 'calibrate: true' or a 'temperature', not both.");
        }
        if (temperatureFactor != null && !(temperatureFactor >= 1 && temperatureFactor <= MOST)) {
            throw new IllegalArgumentException(
                    "'temperatureFactor' is 1 to " + MOST + ", not " + temperatureFactor + ".");
        }
        requireShare("coverage", coverage);
        requireShare("precision", precision);
        requireShare("recall", recall);
        // It checks itself.
        stated(temperature, lower, upper);
        boolean stated = coverage == null && precision == null && recall == null && costs == null;
        if (temperatureFactor != null && !isFitted(calibrate, temperature, stated)) {
            throw new IllegalArgumentException("'temperatureFactor' multiplies a fitted temperature: it needs"
                    + " 'calibrate: true'; a stated 'temperature' can hold the product.");
        }
    }

    /** A decision that is known beforehand. */
    public static DecisionRule of(Decision decision) {
        return new DecisionRule(
                null, decision.temperature(), null, decision.lower(), decision.upper(), null, null, null, null);
    }

    private static void requireShare(String name, Double share) {
        if (share != null && !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("'" + name + "' lies above 0 and is at most 1, not " + share + ".");
        }
    }

    private static Decision stated(Double temperature, Double lower, Double upper) {
        return new Decision(
                temperature == null ? PLAIN.temperature() : temperature,
                lower == null ? PLAIN.lower() : lower,
                upper == null ? PLAIN.upper() : upper);
    }

    /** Whether the temperature is fitted. */
    @JsonIgnore
    public boolean isFitted() {
        return isFitted(calibrate, temperature, isStated());
    }

    private static boolean isFitted(Boolean calibrate, Double temperature, boolean thresholdsStated) {
        return calibrate == null ? temperature == null && !thresholdsStated : calibrate;
    }

    /** What the fitted temperature is multiplied by. */
    double factor() {
        return temperatureFactor == null ? 1 : temperatureFactor;
    }

    /** Whether photographs have to be looked at, to find the temperature or the thresholds. */
    @JsonIgnore
    public boolean needsPhotographs() {
        return isFitted() || !isStated();
    }

    private boolean isStated() {
        return coverage == null && precision == null && recall == null && costs == null;
    }

    /** What is stated; what has to be found is 1 and 0.5. */
    public Decision stated() {
        return stated(temperature, lower, upper);
    }

    ThresholdRule thresholds() {
        if (coverage != null) {
            return new ThresholdRule.Coverage(coverage);
        }
        if (precision != null || recall != null) {
            return new ThresholdRule.PrecisionAndRecall(precision, recall);
        }
        if (costs != null) {
            return new ThresholdRule.LeastCost(costs);
        }
        return new ThresholdRule.Stated(stated().lower(), stated().upper());
    }
}
