package dev.carornot.batch.photograph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads the next few photographs while one is looked at, so that a core does not wait for the storage; never more than those few
 * are in memory. For one thread.
 */
public final class ReadAhead implements Iterator<ReadAhead.Read>, AutoCloseable {
    private final PhotographReader reader;
    private final Iterator<Photograph> left;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final ExecutorService threads;
    private final int ahead;

    private record Pending(Photograph photograph, Future<Reading> reading) {}

    /** A photograph and what became of its reading. */
    public record Read(Photograph photograph, Reading reading) {}

    /** @param ahead how many are read at a time; 1 or more */
    public ReadAhead(PhotographReader reader, List<Photograph> photographs, int ahead) {
        this.reader = reader;
        this.left = photographs.iterator();
        this.ahead = ahead;
        this.threads = Executors.newFixedThreadPool(ahead, work -> {
            Thread thread = new Thread(work, "read-ahead");
            thread.setDaemon(true);
            return thread;
        });
        fill();
    }

    private void fill() {
        while (pending.size() < ahead && left.hasNext()) {
            Photograph photograph = left.next();
            pending.add(new Pending(photograph, threads.submit(() -> reader.read(photograph))));
        }
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty();
    }

    /** The next, in the list's order; waits until it is read. */
    @Override
    public Read next() {
        Pending first = pending.remove();
        try {
            Reading reading = first.reading().get();
            fill();
            return new Read(first.photograph(), reading);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The task was ended.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A photograph cannot be read: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
