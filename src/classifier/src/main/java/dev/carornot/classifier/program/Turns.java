package dev.carornot.classifier.program;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets at most so many calls into a program at once, and its end wait for those that are in. Thread-safe. */
final class Turns {
    private final int predictors;
    private final Semaphore permits;
    private volatile boolean ended;

    Turns(int predictors) {
        this.predictors = predictors;
        // Fair, so that under load nobody waits for ever.
        this.permits = new Semaphore(predictors, true);
    }

    /**
     * Waits for a turn and takes it.
     *
     * @throws IllegalStateException once the program has ended
     */
    <T> T take(Supplier<T> call) {
        permits.acquireUninterruptibly();
        try {
            if (ended) {
                throw new IllegalStateException("The program is closed.");
            }
            return call.get();
        } finally {
            permits.release();
        }
    }

    /** Waits for the calls that are in, and frees what they used; the second time there is nothing left to do. */
    void end(Runnable free) {
        permits.acquireUninterruptibly(predictors);
        try {
            if (!ended) {
                ended = true;
                free.run();
            }
        } finally {
            permits.release(predictors);
        }
    }
}
