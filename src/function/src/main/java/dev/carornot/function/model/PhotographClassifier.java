package dev.carornot.function.model;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;

/** What the application needs of a classifier. Implementations are thread-safe. */
public interface PhotographClassifier extends AutoCloseable {
    /**
     * Classifies the bytes of a file.
     *
     * @return a verdict, a refusal too; strange bytes never make it throw
     * @throws RuntimeException when the engine breaks
     */
    Verdict classify(byte[] photograph);

    /** As {@link #classify}, with where in the photograph the answer comes from. */
    Explanation explain(byte[] photograph);

    /**
     * As {@link #explain}, painted over the photograph.
     *
     * @param longerSide of the picture, at most, in pixels
     */
    Overlay overlay(byte[] photograph, int longerSide);

    ModelDescription model();

    /** What else is known of the model. */
    default ModelFacts facts() {
        return ModelFacts.NONE;
    }

    /** Frees the native memory. */
    @Override
    void close();
}
