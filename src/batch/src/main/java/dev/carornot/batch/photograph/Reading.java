package dev.carornot.batch.photograph;

import dev.carornot.classifier.image.Refusal;

/** What became of the reading of a photograph. */
public sealed interface Reading {
    /** Its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes) implements Reading {}

    /** It is not to be looked at, whoever reads it. */
    record Refused(Refusal refusal) implements Reading {}

    /**
     * It could not be read this time.
     *
     * @param message one sentence
     */
    record Failed(Reason reason, String message) implements Reading {}

    /** Why it could not be read. */
    enum Reason {
        /** There is nothing under its path. */
        MISSING,
        /** It has changed since it was listed. */
        CHANGED,
        /** The storage does not hand it out. */
        UNREADABLE
    }
}
