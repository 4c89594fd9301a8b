package dev.carornot.training.parallel;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs tasks on threads of its own, a bounded number ahead, and hands the results to a sink in the order in which the tasks
 * were submitted, on the submitter's thread. So the sink sees the same sequence however the threads are timed. To be used
 * by one thread.
 *
 * @param <R> what a task yields
 */
public final class OrderedWork<R> implements AutoCloseable {
    private final ExecutorService pool;
    private final int ahead;
    private final Consumer<? super R> sink;
    private final Queue<Future<R>> pending = new ArrayDeque<>();

    /**
     * Starts no thread before the first task.
     *
     * @param name what the threads are called, for thread dumps
     * @param threads how many tasks run at once; 1 or more
     * @param ahead how many tasks may be submitted and not yet handed to the sink; at least {@code threads}
     * @param sink receives the results
     */
    public OrderedWork(String name, int threads, int ahead, Consumer<? super R> sink) {
        if (threads < 1 || ahead < threads) {
            throw new IllegalArgumentException(
                    "Ordered work needs 1 <= threads <= ahead, not " + threads + " threads, " + ahead + " ahead.");
        }
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        this.ahead = ahead;
        this.sink = sink;
    }

    /** Hands in a task; when enough are under way, first waits for the oldest and hands its result to the sink. */
    public void submit(Callable<R> task) {
        while (pending.size() >= ahead) {
            takeOldest();
        }
        pending.add(pool.submit(task));
    }

    /** Waits for everything that was submitted and hands it to the sink. */
    public void finish() {
        while (!pending.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() {
        Future<R> oldest = pending.remove();
        R result;
        try {
            result = oldest.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("Interrupted.");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        sink.accept(result);
    }

    /**
     * Drops what has not begun and waits for what has, so that afterwards nothing uses what the tasks share, such as native
     * memory.
     */
    @Override
    public void close() {
        // Not interrupted: tasks are short, and an interrupt would close file channels under them.
        pending.forEach(task -> task.cancel(false));
        pool.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
