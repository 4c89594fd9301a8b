package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.ArtifactSource;
import dev.carornot.classifier.artifact.FolderModelStore;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.function.fixture.QuantizedStarter;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The starter model under many clients, while one version of it takes over from the other again and again: each photograph's
 * probability is to the last bit what a classifier said that had the machine for itself, in each precision and by way of
 * either decoder. Two thousand verdicts with every build; with the profile {@code endurance} a hundred thousand, and what the
 * models took of memory comes back.
 */
final class SameNumbersTest {
    private static final int VERDICTS = Integer.getInteger("numbers.verdicts", 2_000);
    private static final int SWAPS = Integer.getInteger("numbers.swaps", 24);
    /** From so many on it shows whether memory grows: allocators and caches need a hundred until they are what they will be. */
    private static final int MANY_SWAPS = 200;

    private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.BF16, Precision.FP32);
    private static final List<Way> WAYS = ways();
    /** Each way twice; twelve times where memory is looked at, of which the first six are for warming up. */
    private static final int ROUNDS = (SWAPS < MANY_SWAPS ? 2 : 12) * WAYS.size();

    private static final int CLIENTS = 8;
    private static final int PREDICTORS = 2;
    private static final Capacity CAPACITY = new Capacity(1, PREDICTORS, CLIENTS);
    private static final Duration LOOK = Duration.ofMillis(5);

    private static final int SMALL = 12;
    private static final int SMALLEST = 60;
    private static final int STEP = 31;

    /** Of what the process takes beside its heap, which neither grows nor shrinks ({@code jvm.heap}). */
    private static final double TOLERATED_GROWTH = 0.05;

    private static final String MODEL = "starter";
    /** The versions' temperatures: of one photograph they say different things, so that a mixture would be seen. */
    private static final Map<String, Double> TEMPERATURES = Map.of("cold", 1.0, "warm", 1.5);

    @TempDir
    private Path folder;

    private final List<byte[]> photographs = photographs();
    private final Map<Way, Map<String, long[]>> alone = new LinkedHashMap<>();
    /** What the ways came to on this machine: what it cannot run it runs in fp32. */
    private final Set<String> inUse = new TreeSet<>();

    private final AtomicInteger verdicts = new AtomicInteger();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    /** The same for all rounds, as in the service: the engine keeps memory for each thread that it has met. */
    private final RequestQueue queue = new RequestQueue(CAPACITY);

    private FolderModelStore store;
    private int swaps;

    @AfterEach
    void end() {
        clients.shutdownNow();
        queue.close();
    }

    /** How a photograph comes to its number. */
    private record Way(Precision precision, JpegChoice jpeg) {
        ClassifierOptions options(int predictors) {
            return new ClassifierOptions(ImageLimits.DEFAULT, predictors, 1, PrecisionChoice.of(precision)).with(jpeg);
        }
    }

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Precision precision : PRECISIONS) {
            for (JpegChoice jpeg : JpegChoice.values()) {
                ways.add(new Way(precision, jpeg));
            }
        }
        return ways;
    }

    @Test
    void eachVerdictIsToTheBitWhatItIsAloneHoweverManyAskAndHoweverOftenModelsChange() throws Exception {
        store = new FolderModelStore(folder.resolve("store"));
        QuantizedStarter starter = new QuantizedStarter();
        for (Map.Entry<String, Double> version : TEMPERATURES.entrySet()) {
            store.publish(starter.write(folder.resolve(version.getKey()), version.getKey(), version.getValue()));
        }
        for (Way way : WAYS) {
            alone.put(way, alone(way));
        }
        AtomicInteger round = new AtomicInteger();
        ResidentMemory.Round next = () -> load(WAYS.get(round.getAndIncrement() % WAYS.size()));
        while (round.get() < ROUNDS / 2) {
            next.run();
        }
        String memory = "not looked at";
        if (SWAPS < MANY_SWAPS) {
            while (round.get() < ROUNDS) {
                next.run();
            }
        } else {
            memory = memoryStaysWhereItIs(next);
        }
        System.out.printf(
                Locale.ROOT,
                "%d verdicts, to the bit as alone, in %s; %d changes of the model; resident memory %s%n",
                verdicts.get(),
                inUse,
                swaps,
                memory);
        assertThat(verdicts.get()).isGreaterThanOrEqualTo(VERDICTS);
        assertThat(swaps).isGreaterThanOrEqualTo(SWAPS);
    }

    /** Runs the other half of the rounds, and says what they began and ended with. */
    private static String memoryStaysWhereItIs(ResidentMemory.Round next) throws Exception {
        long before = ResidentMemory.bytes();
        long growth = ResidentMemory.growth(ROUNDS / 4, next);
        long besideHeap = before - Runtime.getRuntime().maxMemory();
        assertThat(growth).isLessThan((long) (besideHeap * TOLERATED_GROWTH));
        return before / 1_000_000 + " MB, growth " + growth / 1_000_000 + " MB";
    }

    /** Lets clients ask for their part of the verdicts, in one way, while models change. */
    private void load(Way way) throws Exception {
        int share = share(VERDICTS);
        int changes = share(SWAPS);
        Map<String, long[]> expected = alone.get(way);
        AtomicInteger asked = new AtomicInteger();
        ServedModel served = serve(way);
        try {
            List<Future<?>> asking = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                asking.add(clients.submit(() -> {
                    for (int i = asked.getAndIncrement(); i < share; i = asked.getAndIncrement()) {
                        check(served, i % photographs.size(), expected);
                    }
                }));
            }
            for (int change = 0; change < changes; change++) {
                // Spread over the questions. Who is through before that, or has failed, is not waited for.
                while (asked.get() < share * change / changes
                        && !asking.stream().allMatch(Future::isDone)) {
                    Thread.sleep(1);
                }
                swap(served);
            }
            for (Future<?> client : asking) {
                client.get();
            }
            for (int photograph = 0; photograph < photographs.size(); photograph++) {
                check(served, photograph, expected);
            }
        } finally {
            served.close();
        }
    }

    private static int share(int all) {
        return (all + ROUNDS - 1) / ROUNDS;
    }

    private void check(ServedModel served, int photograph, Map<String, long[]> expected) {
        Verdict verdict;
        try (RequestQueue.Place place = queue.enter().orElseThrow()) {
            verdict = place.run(() -> served.classify(photographs.get(photograph)));
        }
        assertThat(bits(verdict)).isEqualTo(expected.get(verdict.model().version())[photograph]);
        verdicts.incrementAndGet();
    }

    private void swap(ServedModel served) throws Exception {
        String now = served.description().orElseThrow().version();
        String next = TEMPERATURES.keySet().stream()
                .filter(version -> !version.equals(now))
                .findFirst()
                .orElseThrow();
        store.makeCurrent(MODEL, next);
        while (!served.description().orElseThrow().version().equals(next)) {
            assertThat(served.refused()).isEmpty();
            Thread.sleep(1);
        }
        swaps++;
    }

    /** What a classifier with one predictor and one caller says, by version. */
    private Map<String, long[]> alone(Way way) throws IOException {
        Map<String, long[]> bits = new LinkedHashMap<>();
        for (String version : TEMPERATURES.keySet()) {
            try (Classifier classifier = Classifier.open(store.open(MODEL, version), way.options(1))) {
                inUse.add(classifier.model().precision());
                bits.put(
                        version,
                        photographs.stream()
                                .mapToLong(photograph -> bits(classifier.classify(photograph)))
                                .toArray());
            }
        }
        assertThat(bits.get("cold")).doesNotContain(bits.get("warm"));
        return bits;
    }

    private static long bits(Verdict verdict) {
        return Double.doubleToRawLongBits(((Verdict.Classified) verdict).probability());
    }

    private ServedModel serve(Way way) {
        Store source = new Store(folder.resolve("store"), way);
        ServedModel served = new ServedModel(
                new ModelOpening(() -> source),
                new RequestQueue(CAPACITY),
                new ModelRefresh(() -> source, Optional.of(LOOK), false));
        served.open();
        return served;
    }

    /** Photographs of many sizes, one so large that decoders are asked for a part of its pixels, and a PNG. */
    private static List<byte[]> photographs() {
        List<byte[]> photographs = new ArrayList<>();
        for (int i = 0; i < SMALL; i++) {
            photographs.add(DrawnPictures.jpeg(SMALLEST + STEP * i, SMALLEST + STEP * (SMALL - i), i));
        }
        photographs.add(DrawnPictures.jpeg(1200, 900, SMALL));
        photographs.add(DrawnPictures.png(150, 130, SMALL + 1));
        return photographs;
    }

    /** The model that is current in a folder, opened in one way. */
    private record Store(Path root, Way way) implements ModelSource {
        @Override
        public PhotographClassifier open() throws IOException {
            return new ArtifactModelSource.OpenArtifact(
                    Classifier.open(source().open(), way.options(PREDICTORS)), ModelFacts.NONE);
        }

        @Override
        public Optional<String> currentVersion() throws IOException {
            return source().currentVersion();
        }

        private ArtifactSource source() throws IOException {
            return ArtifactLocation.of(root.toString(), Trust.ANYONE).source(SameNumbersTest.class.getClassLoader());
        }

        @Override
        public String name() {
            return root.toString();
        }
    }
}
