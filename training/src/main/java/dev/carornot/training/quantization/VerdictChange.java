package dev.carornot.training.quantization;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Prediction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How two forms of one model differ on the same photographs. Immutable and thread-safe.
 *
 * @param split which photographs
 * @param photographs that both looked at
 * @param changed verdicts that differ: positive, negative or uncertain
 * @param largest difference between the two probabilities of a photograph
 * @param mean difference, in absolute terms
 */
public record VerdictChange(String split, int photographs, int changed, double largest, double mean) {
    /** What int8 may change without anybody's say-so. */
    public static final double ALLOWED = 0.002;

    private static final double PERCENT = 100;

    /** Compares photograph by photograph. */
    public static VerdictChange between(String split, Predictions one, Predictions other) {
        Map<Path, Prediction> others = new HashMap<>();
        other.classified()
                .forEach(prediction -> others.put(prediction.photograph().file(), prediction));
        int photographs = 0;
        int changed = 0;
        double largest = 0;
        double sum = 0;
        for (Prediction prediction : one.classified()) {
            Prediction counterpart = others.get(prediction.photograph().file());
            if (counterpart == null) {
                continue;
            }
            photographs++;
            double difference = Math.abs(prediction.probability() - counterpart.probability());
            largest = Math.max(largest, difference);
            sum += difference;
            if (prediction.answer() != counterpart.answer()) {
                changed++;
            }
        }
        return new VerdictChange(split, photographs, changed, largest, photographs == 0 ? 0 : sum / photographs);
    }

    /** Compares what two forms say of the validation split. */
    public static VerdictChange onValidation(Map<String, Predictions> one, Map<String, Predictions> other) {
        return between(Dataset.VALIDATION, one.get(Dataset.VALIDATION), other.get(Dataset.VALIDATION));
    }

    /** Whether no more verdicts changed than {@link #ALLOWED}. */
    public boolean isSmall() {
        return changed <= ALLOWED * photographs;
    }

    /** One line for people, e.g. {@code 3 of 1,558 verdicts on validation (0.19 %), probabilities by 0.031 at most}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d of %,d verdicts on %s (%.2f %%), probabilities by %.3f at most and %.4f in the mean",
                changed,
                photographs,
                split,
                photographs == 0 ? 0 : PERCENT * changed / photographs,
                largest,
                mean);
    }
}
