package dev.carornot.classifier;

import dev.carornot.classifier.image.Refusal;

/** What the classifier says of one photograph. */
public sealed interface Verdict {
    ModelDescription model();

    Timings timings();

    /** A photograph that was looked at; width and height are those of the upright picture, in pixels. */
    sealed interface Classified extends Verdict {
        /** The label of the class, or {@code uncertain}. */
        String label();

        /** Probability of the positive class, in 0..1, at the temperature that the artifact states. */
        double probability();

        int width();

        int height();
    }

    /** The positive class: a car, for the models that this product trains by default. */
    record Positive(double probability, int width, int height, ModelDescription model, Timings timings)
            implements Classified {
        @Override
        public String label() {
            return model.labels().positive();
        }
    }

    /** The negative class. */
    record Negative(double probability, int width, int height, ModelDescription model, Timings timings)
            implements Classified {
        @Override
        public String label() {
            return model.labels().negative();
        }
    }

    /** Between the thresholds: somebody should look. */
    record Uncertain(double probability, int width, int height, ModelDescription model, Timings timings)
            implements Classified {
        @Override
        public String label() {
            return dev.carornot.classifier.artifact.Labels.UNCERTAIN;
        }
    }

    /** Not looked at, and why; an answer, not a failure. */
    record Refused(Refusal refusal, ModelDescription model, Timings timings) implements Verdict {}
}
