package dev.carornot.benchmark;

import dev.carornot.benchmark.material.Material;
import dev.carornot.benchmark.measurement.Machine;
import dev.carornot.benchmark.measurement.Results;
import dev.carornot.benchmark.report.Report;
import dev.carornot.benchmark.report.Run;
import java.nio.file.Path;
import java.time.Instant;
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
        Main main = new Main(Settings.ofProperties(), new Material(TARGET.resolve("material")));
        if (!main.run()) {
            System.err.println("Some of it failed; the page lists what under \"Not measured\".");
            System.exit(1);
        }
    }

    /** Whatever was measured is written, whatever failed later on. */
    private boolean run() throws Exception {
        Instant begin = Instant.now();
        Results oneThread = NOTHING;
        Results twoThreads = NOTHING;
        if (settings.parts().contains("tables")) {
            oneThread = TableProcess.measure(1, material, TARGET, settings);
            twoThreads = TableProcess.measure(2, material, TARGET, settings);
        }
        ServedParts served = new ServedParts(settings);
        served.measure(material, FUNCTION_TARGET, TARGET.resolve("function.log"));
        Report.write(
                new Run(Machine.here(), begin, settings.shortForm(), oneThread.and(served.results()), twoThreads),
                TARGET,
                DOCS,
                settings.publish());
        System.out.println("Written: " + TARGET.toAbsolutePath() + "/benchmark.json, performance.md, performance.svg");
        return served.succeeded();
    }
}
