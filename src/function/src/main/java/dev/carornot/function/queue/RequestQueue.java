package dev.carornot.function.queue;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The line in front of the predictors. A request takes a {@link Place} or is turned away; with a place it has its
 * photographs looked at one after the other, each time joining the line at its end, so that a request with many does not
 * hold up those with one. Thread-safe.
 *
 * <p>Photographs are worked on by threads of its own, one for each predictor: whoever waits costs no decoded picture, and
 * the engine meets few threads, for each of which it keeps memory.
 */
@Singleton
public final class RequestQueue {
    /** How long {@link #close} waits; longer than any queue of a sensible length takes. */
    private static final long PATIENCE_SECONDS = 30;

    private final Semaphore places;
    private final ThreadPoolExecutor predictors;

    public RequestQueue(Capacity capacity) {
        places = new Semaphore(Math.addExact(capacity.predictors(), capacity.waiting()));
        // Of no fixed length: each request that has a place is in it once at most.
        predictors = new ThreadPoolExecutor(
                capacity.predictors(),
                capacity.predictors(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new PredictorThreads());
    }

    /** A place for one request, which its taker closes; empty when all are taken or the application is shutting down. */
    public Optional<Place> enter() {
        if (isClosed() || !places.tryAcquire()) {
            return Optional.empty();
        }
        return Optional.of(new Place());
    }

    /** Whether {@link #enter} would turn a request away just now. */
    public boolean isFull() {
        return isClosed() || places.availablePermits() == 0;
    }

    /** How many photographs wait for a predictor just now. */
    public int length() {
        return predictors.getQueue().size();
    }

    /** How many requests would find a place just now. */
    public int free() {
        return isClosed() ? 0 : places.availablePermits();
    }

    boolean isClosed() {
        return predictors.isShutdown();
    }

    /** Lets nobody in any more, and waits until those who wait have been served. */
    public void close() {
        predictors.shutdown();
        try {
            predictors.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One request's right to be answered. Used by one thread. */
    public final class Place implements AutoCloseable {
        private Place() {}

        /**
         * Waits for a predictor's thread to run {@code work}.
         *
         * @return what it returns
         * @throws RuntimeException or Error as {@code work} throws it
         * @throws RejectedExecutionException when the queue is closed
         */
        public <T> T run(Supplier<T> work) {
            try {
                return submit(work).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error failure) {
                    throw failure;
                }
                throw e;
            }
        }

        /** Joins the line without waiting. */
        <T> CompletableFuture<T> submit(Supplier<T> work) {
            return CompletableFuture.supplyAsync(work, predictors);
        }

        @Override
        public void close() {
            places.release();
        }
    }

    private static final class PredictorThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "predictor-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
