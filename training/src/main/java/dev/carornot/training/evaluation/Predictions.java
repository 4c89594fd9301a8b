package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.training.dataset.Photograph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model said of photographs, in their order.
 *
 * @param model which model
 * @param classified the photographs that it looked at
 * @param refused the others
 * @param seconds how long all of it took
 */
public record Predictions(ModelDescription model, List<Prediction> classified, List<Refused> refused, double seconds) {
    public Predictions {
        classified = List.copyOf(classified);
        refused = List.copyOf(refused);
    }

    /** Of the positive class, of each photograph that was classified. */
    public double[] probabilities() {
        return classified.stream().mapToDouble(Prediction::probability).toArray();
    }

    /** Whether each photograph that was classified is of the positive class. */
    public boolean[] labels() {
        boolean[] positive = new boolean[classified.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = classified.get(i).photograph().positive();
        }
        return positive;
    }

    /**
     * What the same network says with another temperature and other thresholds, without another look.
     *
     * @param from the decision behind these predictions
     * @param to the other
     */
    public Predictions decidedBy(Decision from, Decision to) {
        List<Prediction> decided = classified.stream()
                .map(p -> Prediction.of(p.photograph(), to.probability(from.logit(p.probability())), to))
                .toList();
        return new Predictions(model, decided, refused, seconds);
    }

    /** {@link #decidedBy(Decision, Decision)} for predictions by split. */
    public static Map<String, Predictions> decidedBy(Map<String, Predictions> bySplit, Decision from, Decision to) {
        Map<String, Predictions> decided = new LinkedHashMap<>();
        bySplit.forEach((split, predictions) -> decided.put(split, predictions.decidedBy(from, to)));
        return decided;
    }

    /**
     * One answer.
     *
     * @param probability of the positive class, calibrated, in 0..1
     * @param answer at the model's thresholds
     */
    public record Prediction(Photograph photograph, double probability, Answer answer) {
        private static Prediction of(Photograph photograph, double probability, Decision decision) {
            Answer answer = probability >= decision.upper()
                    ? Answer.POSITIVE
                    : probability < decision.lower() ? Answer.NEGATIVE : Answer.UNCERTAIN;
            return new Prediction(photograph, probability, answer);
        }

        /** Whether it is wrong at 0.5. */
        public boolean isError() {
            return probability >= Metrics.THRESHOLD != photograph.positive();
        }
    }

    /** A photograph that could not be looked at, and why, in one sentence. */
    public record Refused(Photograph photograph, String reason) {}

    /** A verdict without its figures. */
    public enum Answer {
        POSITIVE,
        NEGATIVE,
        UNCERTAIN
    }
}
