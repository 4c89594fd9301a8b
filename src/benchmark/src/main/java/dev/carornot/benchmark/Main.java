package dev.carornot.benchmark;

import dev.carornot.benchmark.http.Function;
import dev.carornot.benchmark.http.Served;
import dev.carornot.benchmark.material.Material;
import dev.carornot.benchmark.measurement.Jdk;
import dev.carornot.benchmark.measurement.Machine;
import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Results;
import dev.carornot.benchmark.report.Report;
import dev.carornot.benchmark.report.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command {@code ./mvnw -pl src/benchmark -am verify -Pbenchmark}: measures everything, in the module's folder, and
 * writes JSON, page and chart to {@code target}.
 */
public final class Main {
    private static final Path TARGET = Path.of("target");
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path FUNCTION_TARGET = Path.of("..", "function", "target");
    private static final Results NOTHING = new Results(List.of(), Map.of());

    private final Settings settings;
    private final Material material;

    private Main(Settings settings, Material material) {
        this.settings = settings;
        this.material = material;
    }

    public static void main(String[] arguments) throws Exception {
        new Main(Settings.ofProperties(), new Material(TARGET.resolve("material"))).run();
    }

    private void run() throws Exception {
        Instant begin = Instant.now();
        Results oneThread = NOTHING;
        Results twoThreads = NOTHING;
        if (settings.parts().contains("tables")) {
            oneThread = TableProcess.measure(1, material, TARGET, settings);
            twoThreads = TableProcess.measure(2, material, TARGET, settings);
        }
        Results results = oneThread.and(served());
        Report.write(
                new Run(Machine.here(), begin, settings.shortForm(), results, twoThreads),
                TARGET,
                DOCS,
                settings.publish());
        System.out.println("Written: " + TARGET.toAbsolutePath() + "/benchmark.json, performance.md, performance.svg");
    }

    private Results served() throws Exception {
        var function = Function.packagedIn(FUNCTION_TARGET, TARGET.resolve("function.log"));
        if (function.isEmpty()) {
            return new Results(List.of(), Map.of("http/c1", "the function is not packaged; build with -am"));
        }
        Served served =
                new Served(function.get(), material.artifactFolder(), material.smallPhotograph(), settings.effort());
        List<Result> results = new ArrayList<>();
        if (settings.parts().contains("http")) {
            results.addAll(served.load());
        }
        if (settings.parts().contains("memory")) {
            results.addAll(served.memory());
        }
        if (settings.parts().contains("start")) {
            for (Jdk jdk : Jdk.in(settings.jdks())) {
                results.add(served.start(jdk));
            }
        }
        return new Results(results, Map.of());
    }
}
