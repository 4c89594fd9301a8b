package dev.carornot.function.model;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;

/** A model that may be asked just now. Implementations are thread-safe. */
public interface AnsweringModel {
    /**
     * Classifies a photograph.
     *
     * @throws ModelUnavailableException when the model is not open
     * @throws RuntimeException when the engine fails
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
}
