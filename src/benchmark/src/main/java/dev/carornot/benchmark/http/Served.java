package dev.carornot.benchmark.http;

import dev.carornot.benchmark.measurement.Jdk;
import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Samples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Measures the packaged function from outside. Load and function share the machine, so that throughput is what is left
 * beside the one who asks. Not thread-safe.
 */
public final class Served {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final List<Integer> CALLERS = List.of(1, 2, 8, 64);
    /** Of those who ask while memory is looked at. */
    private static final int MEMORY_CALLERS = 2;

    private final Function function;
    private final Map<String, String> environment;
    private final byte[] photograph;
    private final Effort effort;

    /**
     * How much is asked.
     *
     * @param warmUp requests that do not count, before load is measured
     * @param duration of the load at each number of callers
     * @param firstRequests after so many memory is looked at for the first time
     * @param laterRequests so many more follow, and memory must not grow
     * @param starts how often the start is measured for each JDK
     */
    public record Effort(int warmUp, Duration duration, int firstRequests, int laterRequests, int starts) {}

    /**
     * Sets it up.
     *
     * @param artifact the model that is served
     * @param photograph what is asked about
     */
    public Served(Function function, Path artifact, byte[] photograph, Effort effort) {
        this.function = function;
        this.environment =
                Map.of("CARORNOT_MODEL_URI", artifact.toAbsolutePath().toString());
        this.photograph = photograph;
        this.effort = effort;
    }

    /** Throughput and latency by the number of callers. */
    public List<Result> load() throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        try (Function.Running running = function.start(Jdk.running(), environment)) {
            Load load = load(running.address(), running);
            load.run("warm-up", MEMORY_CALLERS, effort.warmUp());
            for (int callers : CALLERS) {
                results.add(load.run("http/c" + callers, callers, effort.duration()));
            }
        }
        return results;
    }

    /** Resident memory after the first requests, and the largest over many more. */
    public List<Result> memory() throws IOException, InterruptedException {
        try (Function.Running running = function.start(Jdk.running(), environment)) {
            Load load = load(running.address(), running);
            load.run("first", MEMORY_CALLERS, effort.firstRequests());
            OptionalDouble first = running.residentMegabytes();
            if (first.isEmpty()) {
                return List.of();
            }
            int step = Math.max(1, effort.laterRequests() / 10);
            double largest = 0;
            for (int asked = 0; asked < effort.laterRequests(); asked += step) {
                load.run("later", MEMORY_CALLERS, step);
                largest = Math.max(largest, running.residentMegabytes().orElse(0));
            }
            double early = first.getAsDouble();
            return List.of(
                    memory("memory/after-warm-up", effort.firstRequests(), early),
                    memory("memory/later", effort.firstRequests() + effort.laterRequests(), largest)
                            .with(Result.GROWTH, 100 * (largest - early) / early));
        }
    }

    private static Result memory(String name, int requests, double megabytes) {
        return new Result(name, Map.of()).with(Result.REQUESTS, requests).with(Result.RESIDENT, megabytes);
    }

    /** From asking for the process to the first verdict over HTTP, with the medians of the parts that its log names. */
    public Result start(Jdk jdk) throws IOException, InterruptedException {
        Map<String, String> telling = new TreeMap<>(environment);
        telling.putAll(StartLog.ENVIRONMENT);
        function.prepare(jdk, telling);
        List<Double> millis = new ArrayList<>();
        Map<String, List<Double>> parts = new LinkedHashMap<>();
        // The first start of all warms the page cache, and does not count.
        for (int start = 0; start <= effort.starts(); start++) {
            try (Function.Running running = function.start(jdk, telling)) {
                load(running.address(), running);
                double took = (System.nanoTime() - running.started()) / NANOS_PER_MILLI;
                if (start > 0) {
                    millis.add(took);
                    StartLog.parts(running.output())
                            .forEach((part, value) -> parts.computeIfAbsent(part, name -> new ArrayList<>())
                                    .add(value));
                }
            }
        }
        Result result = Result.ofTimes("start/jdk" + jdk.feature(), Samples.of(millis));
        for (Map.Entry<String, List<Double>> part : parts.entrySet()) {
            result = result.with(
                    Result.PART + part.getKey() + "_ms",
                    Samples.of(part.getValue()).median());
        }
        return result;
    }

    private Load load(URI address, Function.Running running) throws IOException, InterruptedException {
        Load load = new Load(address, photograph);
        if (!load.untilFirstVerdict(running.process())) {
            throw new IllegalStateException("The function ended before its first verdict: "
                    + running.output().strip());
        }
        return load;
    }
}
