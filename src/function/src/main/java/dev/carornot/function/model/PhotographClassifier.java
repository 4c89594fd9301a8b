package dev.carornot.function.model;

import dev.carornot.classifier.ModelDescription;
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

    ModelDescription model();

    /** Frees the native memory. */
    @Override
    void close();
}
