package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.FolderModelStore;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Models that change while photographs are classified, with the real engine and a store in a folder. */
final class ModelSwapTest {
    private static final String[] VERSIONS = {"1", "2"};
    private static final int CLIENTS = 8;
    private static final int SWAPS = 20;
    /** Of two swaps each; twice as many are measured. */
    private static final int ROUNDS = 5;
    /** A tenth of what 10 models of 29 MB would keep. */
    private static final long TOLERATED_GROWTH = 29_000_000;

    @TempDir
    Path folder;

    private FolderModelStore store;

    @Test
    void noRequestFailsWhileModelsChangeAndEachVerdictIsThatOfAWholeModel() throws Exception {
        publish(false);
        byte[] photograph = DrawnPictures.jpeg(200, 150, 3);
        Map<String, Double> expected = new HashMap<>();
        for (String version : VERSIONS) {
            try (Classifier classifier = Classifier.open(ArtifactLocation.open(
                    folder.resolve("store/drawn/" + version).toString()))) {
                expected.put(version, ((Verdict.Classified) classifier.classify(photograph)).probability());
            }
        }
        assertThat(expected.get("1")).isNotEqualTo(expected.get("2"));
        AtomicBoolean done = new AtomicBoolean();
        ServedModel served = serve();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                counts.add(clients.submit(() -> {
                    int count = 0;
                    while (!done.get()) {
                        Verdict verdict = served.classify(photograph);
                        assertThat(((Verdict.Classified) verdict).probability())
                                .isEqualTo(expected.get(verdict.model().version()));
                        count++;
                    }
                    return count;
                }));
            }
            for (int swap = 0; swap < SWAPS; swap++) {
                swapTo(VERSIONS[swap % 2], served);
            }
            done.set(true);
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isPositive();
            }
        } finally {
            done.set(true);
            clients.shutdown();
            served.close();
        }
    }

    @Test
    void aModelThatServesNoLongerGivesItsMemoryBack() throws Exception {
        publish(true);
        byte[] photograph = DrawnPictures.jpeg(200, 150, 3);
        ServedModel served = serve();
        try {
            ResidentMemory.Round round = () -> {
                for (String version : VERSIONS) {
                    swapTo(version, served);
                    served.classify(photograph);
                }
            };
            // What allocators keep once two models have been open at a time.
            for (int warming = 0; warming < ROUNDS; warming++) {
                round.run();
            }
            assertThat(ResidentMemory.growth(ROUNDS, round)).isLessThan(TOLERATED_GROWTH);
        } finally {
            served.close();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "What a process has mapped is read from /proc.")
    void theWeightsAreMappedNoLongerThanTheyAreRead() throws Exception {
        publish(false);
        ServedModel served = serve();
        try {
            PhotographClassifier kept = served.answering().orElseThrow();
            for (int tries = 0; isMapped(folder) && tries < 100; tries++) {
                Leftovers.collect();
                Thread.sleep(20);
            }
            assertThat(isMapped(folder)).isFalse();
            assertThat(kept.facts().report().read()).isEmpty();
        } finally {
            served.close();
        }
    }

    private static boolean isMapped(Path folder) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.anyMatch(line -> line.contains(folder.toString()));
        }
    }

    /** Both versions; the second is current. */
    private void publish(boolean wide) throws Exception {
        store = new FolderModelStore(folder.resolve("store"));
        for (int i = 0; i < VERSIONS.length; i++) {
            Path artifact = folder.resolve("artifact-" + i);
            store.publish(
                    wide ? DrawnModel.writeWide(artifact, VERSIONS[i], i) : DrawnModel.write(artifact, VERSIONS[i], i));
        }
    }

    private void swapTo(String version, ServedModel served) throws Exception {
        store.makeCurrent(DrawnModel.NAME, version);
        while (!served.description().orElseThrow().version().equals(version)) {
            assertThat(served.refused()).isEmpty();
            Thread.sleep(1);
        }
    }

    private ServedModel serve() {
        SmallRyeConfig properties = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .withMapping(CarOrNotConfig.class)
                .withDefaultValues(Map.of(
                        "carornot.model.uri", folder.resolve("store").toString(), "carornot.model.refresh", "PT0.005S"))
                .build();
        CarOrNotConfig config = properties.getConfigMapping(CarOrNotConfig.class);
        Capacity capacity = new Capacity(1, 2, CLIENTS);
        ModelSource source = new ArtifactModelSource(config, capacity, properties);
        ServedModel served = new ServedModel(
                new ModelOpening(() -> source),
                new RequestQueue(capacity),
                new ModelRefresh(() -> source, config.model().refresh(), false));
        served.open();
        return served;
    }
}
