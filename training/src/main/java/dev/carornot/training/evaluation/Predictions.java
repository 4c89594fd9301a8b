package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.training.dataset.Photograph;
import java.util.List;

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

    /**
     * One answer.
     *
     * @param probability of the positive class, calibrated, in 0..1
     * @param answer at the model's thresholds
     */
    public record Prediction(Photograph photograph, double probability, Answer answer) {
        boolean isError() {
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
