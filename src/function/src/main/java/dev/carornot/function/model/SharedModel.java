package dev.carornot.function.model;

import dev.carornot.classifier.ModelDescription;

/**
 * An open model and those who are in it. Once it is retired nobody enters any more, and the last who leaves closes it.
 * Thread-safe.
 */
final class SharedModel {
    private final PhotographClassifier classifier;
    private int inside;
    private boolean retired;

    /** @param classifier is closed by this object from now on */
    SharedModel(PhotographClassifier classifier) {
        this.classifier = classifier;
    }

    /** Returns false when it is retired; after true the caller must {@link #leave}. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        inside++;
        return true;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            inside--;
            last = retired && inside == 0;
        }
        if (last) {
            classifier.close();
        }
    }

    /** To be called once. */
    void retire() {
        boolean empty;
        synchronized (this) {
            retired = true;
            empty = inside == 0;
        }
        if (empty) {
            classifier.close();
        }
    }

    /** For who has entered. */
    PhotographClassifier classifier() {
        return classifier;
    }

    ModelDescription description() {
        return classifier.model();
    }
}
