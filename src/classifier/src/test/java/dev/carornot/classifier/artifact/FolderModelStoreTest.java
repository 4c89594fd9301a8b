package dev.carornot.classifier.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.fixture.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about folders; what every store does is tested where the other store is, in src/s3. */
class FolderModelStoreTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 10;

    @TempDir
    private Path temporary;

    private Path root;
    private ModelStore store;

    @BeforeEach
    void openAStore() {
        root = temporary.resolve("store");
        store = new FolderModelStore(root);
    }

    @Test
    void whatIsPublishedIsCurrent() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));
        store.publish(artifact("boat", "1", 3));

        assertThat(store.models()).containsExactly("boat", "car");
        assertThat(store.versions("car")).containsExactly("1", "2");
        assertThat(store.current("car")).contains("2");
        assertThat(store.openCurrent("car").manifest().version()).isEqualTo("2");
        assertThat(store.open("car", "1").weights().tensors().get("head.bias").toFloats())
                .containsExactly(-1, 1);
        assertThat(root.resolve("car/current")).hasContent("2\n1\n");
        assertThat(namesIn(root.resolve("car"))).containsExactlyInAnyOrder("1", "2", "current");
    }

    @Test
    void filesThatTheManifestDoesNotListStayBehind() throws IOException {
        Path artifact = artifact("car", "1", 1);
        Files.writeString(artifact.resolve("notes.txt"), "private");

        store.publish(artifact);

        assertThat(namesIn(root.resolve("car/1"))).containsExactlyInAnyOrder("manifest.json", "weights.safetensors");
    }

    @Test
    void publishingTheSameAgainIsAccepted() throws IOException {
        Path artifact = artifact("car", "1", 1);
        store.publish(artifact);
        store.publish(artifact("car", "2", 2));

        store.publish(artifact);

        assertThat(store.current("car")).contains("1");
        assertThat(namesIn(root.resolve("car"))).containsExactlyInAnyOrder("1", "2", "current");
    }

    @Test
    void aVersionNeverChanges() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));

        assertRefused(
                () -> store.publish(artifact("car", "1", 9)),
                "car/1 exists already with other content; a version never changes, so publish under another one.");

        assertThat(store.current("car")).contains("2");
        assertThat(namesIn(root.resolve("car"))).containsExactlyInAnyOrder("1", "2", "current");
    }

    @Test
    void aDamagedArtifactIsNotPublished() throws IOException {
        store.publish(artifact("car", "1", 1));
        Path damaged = artifact("car", "2", 2);
        Files.writeString(damaged.resolve("weights.safetensors"), "x");

        assertRefused(() -> store.publish(damaged), "weights.safetensors is damaged");
        assertRefused(() -> store.publish(temporary), "holds no manifest.json");

        assertThat(store.current("car")).contains("1");
        assertThat(namesIn(root.resolve("car"))).containsExactlyInAnyOrder("1", "current");
    }

    @Test
    void aFolderThatIsNoArtifactIsInTheWay() throws IOException {
        Files.createDirectories(root.resolve("car/1/something"));

        assertRefused(
                () -> store.publish(artifact("car", "1", 1)), "car/1 is in the way: it is no artifact; remove it.");
        assertThat(store.versions("car")).isEmpty();
    }

    @Test
    void strayFilesAndUnfinishedCopiesAreNoModels() throws IOException {
        store.publish(artifact("car", "1", 1));
        Files.writeString(root.resolve("readme.txt"), "x");
        Files.createDirectories(root.resolve("lost+found"));
        Files.createDirectories(root.resolve("empty"));
        Files.createDirectories(root.resolve("car/.2.unfinished.tmp"));
        Files.createDirectories(root.resolve("car/half"));

        assertThat(store.models()).containsExactly("car");
        assertThat(store.versions("car")).containsExactly("1");
    }

    @Test
    void ofWritersWithOtherContentAtOnceOneWinsAndItsVersionIsWhole() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String version = "v" + round;
            List<Path> artifacts = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                artifacts.add(artifact("car", version, writer));
            }

            List<Throwable> failures = publishAtOnce(artifacts);

            assertThat(failures)
                    .hasSize(WRITERS - 1)
                    .allSatisfy(e -> assertThat(e)
                            .isInstanceOf(ArtifactException.class)
                            .hasMessageContaining("exists already with other content"));
            assertThat(store.openCurrent("car").manifest().version()).isEqualTo(version);
        }
        assertThat(namesIn(root.resolve("car"))).hasSize(ROUNDS + 1);
    }

    @Test
    void writersWithTheSameContentAtOnceAllSucceed() throws Exception {
        List<Path> artifacts = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            artifacts.add(artifact("car", "1", 5));
        }

        assertThat(publishAtOnce(artifacts)).isEmpty();

        assertThat(store.openCurrent("car").manifest().version()).isEqualTo("1");
        assertThat(namesIn(root.resolve("car"))).containsExactlyInAnyOrder("1", "current");
    }

    private List<Throwable> publishAtOnce(List<Path> artifacts) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(artifacts.size());
        ExecutorService threads = Executors.newFixedThreadPool(artifacts.size());
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Path artifact : artifacts) {
                tasks.add(() -> {
                    start.await();
                    store.publish(artifact);
                    return null;
                });
            }
            List<Throwable> failures = new ArrayList<>();
            for (Future<Void> outcome : threads.invokeAll(tasks)) {
                try {
                    outcome.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
            return failures;
        } finally {
            threads.shutdown();
        }
    }

    private Path artifact(String name, String version, int seed) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "artifact");
        return ArtifactWriter.write(folder, Artifacts.draft(name, version), Artifacts.weights(seed), Map.of());
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(".");
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).toList();
        }
    }
}
