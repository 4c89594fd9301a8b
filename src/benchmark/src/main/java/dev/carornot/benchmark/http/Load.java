package dev.carornot.benchmark.http;

import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Samples;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the same photograph again and again over connections that stay open: each of so many callers waits for its answer
 * before it asks again. Thread-safe.
 */
public final class Load {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A caller that was refused comes back a little later: whoever honours Retry-After does not hammer either. */
    private static final long PAUSE_AFTER_REFUSAL_MILLIS = 20;

    private static final long PAUSE_WHILE_STARTING_MILLIS = 2;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    public Load(URI address, byte[] photograph) {
        this.request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "image/jpeg")
                .POST(HttpRequest.BodyPublishers.ofByteArray(photograph))
                .build();
    }

    /** When a caller stops: after so much time, or when so many requests were sent by all of them together. */
    private record End(long nanoTime, AtomicInteger left) {
        boolean isThere() {
            return System.nanoTime() >= nanoTime || left.getAndDecrement() <= 0;
        }
    }

    /** What one caller met. */
    private record Calls(List<Double> millis, int refused, int failed) {}

    /** Asks for so long. */
    public Result run(String name, int callers, Duration duration) throws InterruptedException {
        return run(
                name, callers, new End(System.nanoTime() + duration.toNanos(), new AtomicInteger(Integer.MAX_VALUE)));
    }

    /** Asks so often, all callers together. */
    public Result run(String name, int callers, int requests) throws InterruptedException {
        return run(name, callers, new End(Long.MAX_VALUE, new AtomicInteger(requests)));
    }

    private Result run(String name, int callers, End end) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        long start = System.nanoTime();
        List<Double> millis = new ArrayList<>();
        int refused = 0;
        int failed = 0;
        try {
            List<Callable<Calls>> work = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                work.add(() -> call(end));
            }
            for (Future<Calls> future : threads.invokeAll(work)) {
                Calls calls = future.get();
                millis.addAll(calls.millis());
                refused += calls.refused();
                failed += calls.failed();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A caller broke down.", e);
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        if (millis.isEmpty()) {
            throw new IllegalStateException("Nothing was answered under " + name + ": " + refused + " times 503, "
                    + failed + " failures; does " + request.uri() + " serve?");
        }
        Samples samples = Samples.of(millis);
        return Result.ofTimes(name, samples)
                .with(Result.P99, samples.percentile(99))
                .with(Result.THROUGHPUT, millis.size() / seconds)
                .with(Result.REFUSED, refused)
                .with(Result.FAILED, failed);
    }

    private Calls call(End end) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        int refused = 0;
        int failed = 0;
        while (!end.isThere()) {
            long start = System.nanoTime();
            int status = status();
            long answered = System.nanoTime();
            if (status == OK) {
                millis.add((answered - start) / NANOS_PER_MILLI);
            } else if (status == UNAVAILABLE) {
                refused++;
                Thread.sleep(PAUSE_AFTER_REFUSAL_MILLIS);
            } else {
                failed++;
            }
        }
        return new Calls(millis, refused, failed);
    }

    /** The status of one answer; 0 where there was none. */
    private int status() throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Asks until there is a verdict, without taking from the server what it needs to start.
     *
     * @return false when the server ended before
     */
    boolean untilFirstVerdict(Process server) throws InterruptedException {
        while (!listens() || status() != OK) {
            if (!server.isAlive()) {
                return false;
            }
            Thread.sleep(PAUSE_WHILE_STARTING_MILLIS);
        }
        return true;
    }

    /** Whether anybody listens: a bare connection, since a request that fails costs the server's start a core's time. */
    private boolean listens() {
        URI address = request.uri();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
