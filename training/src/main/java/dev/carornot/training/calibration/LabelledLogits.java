package dev.carornot.training.calibration;

import dev.carornot.classifier.artifact.Decision;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.failure.UserException;
import java.util.Arrays;

/** What a network put out for photographs whose labels are known. Immutable and thread-safe. */
public final class LabelledLogits {
    private final double[] logits;
    private final boolean[] positive;

    /**
     * Takes copies.
     *
     * @param logits at least one
     * @param positive whether each photograph is of the positive class; as many
     */
    public LabelledLogits(double[] logits, boolean[] positive) {
        if (logits.length == 0 || logits.length != positive.length) {
            throw new IllegalArgumentException("There must be as many labels as logits, and at least one: "
                    + positive.length + ", " + logits.length + ".");
        }
        this.logits = logits.clone();
        this.positive = positive.clone();
    }

    /**
     * The logits behind a model's answers, refused photographs left aside.
     *
     * @param decision the one that the answers were given with
     * @throws UserException when every photograph was refused
     */
    public static LabelledLogits of(Predictions predictions, Decision decision) {
        double[] logits = predictions.probabilities();
        if (logits.length == 0) {
            throw new UserException("A decision needs photographs, and every one of them was refused.");
        }
        Arrays.setAll(logits, i -> decision.logit(logits[i]));
        return new LabelledLogits(logits, predictions.labels());
    }

    int count() {
        return logits.length;
    }

    double logit(int index) {
        return logits[index];
    }

    boolean positive(int index) {
        return positive[index];
    }

    boolean[] labels() {
        return positive.clone();
    }

    /** Each logit divided by a temperature. */
    LabelledLogits over(double temperature) {
        double[] divided = new double[logits.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = logits[i] / temperature;
        }
        return new LabelledLogits(divided, positive);
    }

    /** The probability of the positive class of each. */
    double[] probabilities() {
        double[] probabilities = new double[logits.length];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = sigmoid(logits[i]);
        }
        return probabilities;
    }

    static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
