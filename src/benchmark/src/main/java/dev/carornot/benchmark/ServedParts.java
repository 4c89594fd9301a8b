package dev.carornot.benchmark;

import dev.carornot.benchmark.http.Function;
import dev.carornot.benchmark.http.Served;
import dev.carornot.benchmark.material.Material;
import dev.carornot.benchmark.measurement.Jdk;
import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Results;
import dev.carornot.classifier.tensor.TensorFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a run that need the packaged function; where one fails, the others still go on. Not thread-safe. */
final class ServedParts {
    private final Settings settings;
    private final List<Result> results = new ArrayList<>();
    private final Map<String, String> failures = new TreeMap<>();

    ServedParts(Settings settings) {
        this.settings = settings;
    }

    /** Something that is measured. */
    @FunctionalInterface
    private interface Part {
        List<Result> measure() throws Exception;
    }

    void measure(Material material, Path functionTarget, Path log)
            throws IOException, TensorFileException, InterruptedException {
        Optional<Function> function = Function.packagedIn(functionTarget, log);
        if (function.isEmpty()) {
            failures.put("http", "the function is not packaged; build with -am");
            return;
        }
        Served served =
                new Served(function.get(), material.artifactFolder(), material.smallPhotograph(), settings.effort());
        measure("http", "http", served::load);
        measure("memory", "memory", served::memory);
        for (Jdk jdk : Jdk.in(settings.jdks())) {
            measure("start", "start/jdk" + jdk.feature(), () -> List.of(served.start(jdk)));
        }
    }

    private void measure(String asked, String name, Part part) throws InterruptedException {
        if (!settings.parts().contains(asked)) {
            return;
        }
        System.out.println("Measuring " + name);
        try {
            results.addAll(part.measure());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // After minutes of measuring, the rest must not be lost with it; the command still ends with an error.
            e.printStackTrace();
            failures.put(name, e.toString());
        }
    }

    Results results() {
        return new Results(results, failures);
    }

    boolean succeeded() {
        return failures.isEmpty();
    }
}
