package dev.carornot.batch.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.Results;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * All photographs of ../shared on two cores against one thread without Spark, turn by turn: the same verdicts, and, on a machine
 * that does nothing else, about twice the speed. It prints a table for docs/bulk.md, which names the command.
 * {@code -Dbatch.rounds} says how many turns (3), {@code -Dbatch.every=20} takes only one photograph of twenty, {@code
 * -Dbatch.model} another model than the starter. What it asserts of speed it asserts only with {@code -Dbatch.quiet=true}.
 */
@EnabledIfSystemProperty(named = "batch.measure", matches = "true", disabledReason = "takes minutes of a quiet machine")
class AllPhotographsIT {
    private static final int CORES = 2;
    private static final double SLACK = 0.1;
    private static final int ROUNDS = Integer.getInteger("batch.rounds", 3);
    private static final int EVERY = Integer.getInteger("batch.every", 1);
    /** What the just-in-time compilers of both sides see first. */
    private static final int WARM_UP = 300;

    private static final Set<String> PHOTOGRAPHS = Set.of("jpg", "jpeg", "png", "webp");

    @TempDir
    private Path folder;

    private final Path model = Path.of(System.getProperty("batch.model", "../function/src/main/resources/starter"));

    /** Photographs a second: of the whole run of a turn, of one thread, and of two threads without Spark. */
    private record Turn(double spark, double perCore, double single, double threads) {}

    @Test
    void verdictsAreTheSameAndTwoCoresAreAboutTwiceAsFast() throws Exception {
        List<Path> photographs = photographs(Shared.require("data"));
        Path table = table("all.csv", photographs);
        Path few = table("warm-up.csv", photographs.subList(0, Math.min(WARM_UP, photographs.size())));
        List<Turn> turns = new ArrayList<>();
        ScoreReport last = null;
        try (Classifier classifier = classifier(1)) {
            score(few, "warm-up");
            for (Path photograph : photographs.subList(0, Math.min(WARM_UP, photographs.size()))) {
                classifier.classify(Files.readAllBytes(photograph));
            }
            for (int round = 0; round < ROUNDS; round++) {
                ScoreReport report = score(table, "round-" + round);
                Map<String, Row> rows = Results.in(folder.resolve("round-" + round)).stream()
                        .collect(Collectors.toMap(row -> Results.text(row, "path"), row -> row));
                assertThat(rows).hasSize(photographs.size());
                assertThat(report.photographs()).isEqualTo(photographs.size());
                Map<Path, Verdict> verdicts = new HashMap<>();
                long start = System.nanoTime();
                for (Path photograph : photographs) {
                    verdicts.put(photograph, classifier.classify(Files.readAllBytes(photograph)));
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                verdicts.forEach((photograph, verdict) -> assertSame(rows.get(photograph.toString()), verdict));
                turns.add(new Turn(
                        report.perSecond(),
                        report.perSecondAndCore(),
                        photographs.size() / seconds,
                        withThreads(photographs)));
                last = report;
            }
        }
        last.lines().forEach(System.out::println);
        tell(turns, last, photographs);
        if (Boolean.getBoolean("batch.quiet")) {
            assertThat(median(turns.stream()
                            .map(turn -> turn.spark() / turn.single())
                            .toList()))
                    .as("times the speed of one thread")
                    .isGreaterThan(CORES * (1 - SLACK));
        }
    }

    /** What the machine's cores allow where nothing but them is in the way. */
    private double withThreads(List<Path> photographs) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CORES);
        try (Classifier classifier = classifier(CORES)) {
            AtomicInteger next = new AtomicInteger();
            Callable<Void> worker = () -> {
                for (int i = next.getAndIncrement(); i < photographs.size(); i = next.getAndIncrement()) {
                    classifier.classify(Files.readAllBytes(photographs.get(i)));
                }
                return null;
            };
            long start = System.nanoTime();
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(CORES, worker))) {
                done.get();
            }
            return photographs.size() / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    private Classifier classifier(int predictors) throws ArtifactException {
        return Classifier.open(
                Artifact.open(new FolderFiles(model)),
                new ClassifierOptions(ImageLimits.DEFAULT, predictors, 1, PrecisionChoice.AUTO));
    }

    private ScoreReport score(Path table, String out) {
        return new Scoring(LocalSpark.session(), LocalSpark.settings())
                .run(new ScoreRequest(
                        model.toString(),
                        Trust.ANYONE,
                        null,
                        table.toString(),
                        folder.resolve(out).toString()));
    }

    /** One of so many, of every folder. */
    private static List<Path> photographs(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(file -> PHOTOGRAPHS.contains(file.toString()
                            .substring(file.toString().lastIndexOf('.') + 1)
                            .toLowerCase(Locale.ROOT)))
                    .sorted()
                    .toList();
            List<Path> some = new ArrayList<>();
            for (int i = 0; i < all.size(); i += EVERY) {
                some.add(all.get(i));
            }
            return some;
        }
    }

    private Path table(String name, List<Path> photographs) throws IOException {
        StringBuilder table = new StringBuilder("path,bytes\n");
        for (Path photograph : photographs) {
            table.append('"')
                    .append(photograph.toString().replace("\"", "\"\""))
                    .append("\",");
            table.append(Files.size(photograph)).append('\n');
        }
        return Files.writeString(folder.resolve(name), table);
    }

    private static void assertSame(Row row, Verdict verdict) {
        String path = Results.text(row, "path");
        if (verdict instanceof Verdict.Classified classified) {
            assertThat(Results.text(row, "verdict")).as(path).isEqualTo(classified.label());
            assertThat((double) row.<Double>getAs("probability")).as(path).isEqualTo(classified.probability());
        } else {
            assertThat(Results.text(row, "verdict")).as(path).isEqualTo("refused");
            assertThat(Results.text(row, "reason"))
                    .as(path)
                    .isEqualTo(((Verdict.Refused) verdict).refusal().reason().name());
        }
    }

    private static void tell(List<Turn> turns, ScoreReport report, List<Path> photographs) throws IOException {
        long bytes = 0;
        for (Path photograph : photographs) {
            bytes += Files.size(photograph);
        }
        System.out.printf(
                Locale.ROOT,
                "%n%,d photographs of %.0f KB in the mean, `local[2]`, %s %s, all verdicts as `classify` gives them:%n%n",
                photographs.size(),
                bytes / 1e3 / photographs.size(),
                report.model().name(),
                report.model().version());
        System.out.println(
                "| turn | `local[2]`, photographs a second | a second and core | one thread without Spark | times | two threads without Spark | times |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (int i = 0; i < turns.size(); i++) {
            line(String.valueOf(i + 1), turns.get(i));
        }
        line(
                "median",
                new Turn(
                        median(turns.stream().map(Turn::spark).toList()),
                        median(turns.stream().map(Turn::perCore).toList()),
                        median(turns.stream().map(Turn::single).toList()),
                        median(turns.stream().map(Turn::threads).toList())));
        Set<String> memory = new TreeSet<>();
        report.peakBytes().forEach((executor, peak) -> memory.add(executor + " " + (peak >> 20) + " MiB"));
        System.out.println("\nMemory by executor (the single-thread classifier in the same process): " + memory);
        System.out.printf(
                Locale.ROOT,
                "car-or-not-batch size --photographs 10000000 --per-second-and-core %.1f --executors 1,10,100 ...%n",
                median(turns.stream().map(Turn::perCore).toList()));
    }

    private static void line(String name, Turn turn) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.2f | %.1f | %.2f |%n",
                name,
                turn.spark(),
                turn.perCore(),
                turn.single(),
                turn.spark() / turn.single(),
                turn.threads(),
                turn.threads() / turn.single());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : Arrays.stream(sorted, sorted.length / 2 - 1, sorted.length / 2 + 1)
                        .average()
                        .orElseThrow();
    }
}
