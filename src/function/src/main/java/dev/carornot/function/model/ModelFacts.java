package dev.carornot.function.model;

import java.io.IOException;
import java.util.Optional;

/**
 * What is known of a model besides its name.
 *
 * @param lower below this probability the verdict is the negative label
 * @param upper from this probability on it is the positive label
 * @param report where its report is read from
 */
public record ModelFacts(double lower, double upper, Report report) {
    /** Of a model that says nothing of itself. */
    static final ModelFacts NONE = new ModelFacts(0.5, 0.5, Optional::empty);

    /** Reads a report each time that it is asked for. */
    @FunctionalInterface
    public interface Report {
        /** The page; empty where there is none. */
        Optional<byte[]> read() throws IOException;
    }
}
