package dev.carornot.classifier.artifact;

import dev.carornot.classifier.network.NetworkSource;

/** What is read when it is first asked for, and kept. A failure is not kept. Thread-safe. */
final class Once<T> implements NetworkSource.Deferred<T> {
    private final Reading<T> reading;
    private T value;

    /** How it is read. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws ArtifactException;
    }

    Once(Reading<T> reading) {
        this.reading = reading;
    }

    @Override
    public synchronized T get() throws ArtifactException {
        if (value == null) {
            value = reading.read();
        }
        return value;
    }
}
