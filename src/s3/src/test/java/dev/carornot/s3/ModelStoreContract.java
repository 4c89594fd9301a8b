package dev.carornot.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.classifier.artifact.SigningKeys;
import dev.carornot.classifier.artifact.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, wherever it keeps its files. */
abstract class ModelStoreContract {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 10;

    @TempDir
    Path temporary;

    private ModelStore store;

    /** The same empty store at each call within a test, for a user who trusts so. */
    abstract ModelStore store(Trust trust) throws IOException;

    /** The content of one of the store's files; {@code path} is relative to the store. */
    abstract byte[] read(String path) throws IOException;

    /** Writes one of the store's files, past the store. */
    abstract void write(String path, byte[] content) throws IOException;

    abstract void delete(String path) throws IOException;

    @BeforeEach
    void openTheStore() throws IOException {
        store = store(Trust.ANYONE);
    }

    @Test
    void aStoreThatIsNotThereYetIsEmpty() throws IOException {
        assertThat(store.models()).isEmpty();
        assertThat(store.versions("car")).isEmpty();
        assertThat(store.current("car")).isEmpty();
        assertRefused(() -> store.openCurrent("car"), "car has no current version");
    }

    @Test
    void whatIsPublishedIsCurrent() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));
        store.publish(artifact("boat", "1", 3));

        assertThat(store.models()).containsExactly("boat", "car");
        assertThat(store.versions("car")).containsExactly("1", "2");
        assertThat(store.current("car")).contains("2");
        assertThat(store.history("car").versions()).containsExactly("2", "1");
        assertThat(store.openCurrent("car").manifest().version()).isEqualTo("2");
        assertThat(store.open("car", "1").weights().tensors().get("head.bias").toFloats())
                .containsExactly(-1, 1);
        assertThat(read("car/current")).asString().isEqualTo("2\n1\n");
    }

    @Test
    void promotingMovesCurrentAndNothingElse() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));

        store.makeCurrent("car", "1");

        assertThat(store.current("car")).contains("1");
        assertThat(store.versions("car")).containsExactly("1", "2");
    }

    @Test
    void rollingBackGoesTheWayBackThatCurrentCame() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "3", 3));
        store.publish(artifact("car", "2", 2));
        store.makeCurrent("car", "2");

        assertThat(store.rollBack("car")).isEqualTo("3");
        assertThat(store.current("car")).contains("3");
        assertThat(store.rollBack("car")).isEqualTo("1");
        assertRefused(
                () -> store.rollBack("car"),
                "car cannot be rolled back: no version was current before 1; promote one of those that it holds.");
        assertThat(store.current("car")).contains("1");
        assertRefused(() -> store.rollBack("boat"), "boat cannot be rolled back: no version was current before;");
    }

    @Test
    void publishingTheSameAgainIsAccepted() throws IOException {
        Path artifact = artifact("car", "1", 1);
        store.publish(artifact);
        store.publish(artifact("car", "2", 2));

        store.publish(artifact);

        assertThat(store.current("car")).contains("1");
        assertThat(store.versions("car")).containsExactly("1", "2");
    }

    @Test
    void aVersionNeverChanges() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));

        assertRefused(
                () -> store.publish(artifact("car", "1", 9)),
                "car/1 exists already with other content; a version never changes, so publish under another one.");

        assertThat(store.current("car")).contains("2");
        store.open("car", "1").verify();
    }

    @Test
    void filesThatTheManifestDoesNotListStayBehind() throws IOException {
        Path artifact = artifact("car", "1", 1);
        Files.writeString(artifact.resolve("notes.txt"), "private");

        store.publish(artifact);

        assertThat(read("car/1/" + Models.REPORT)).asString().isEqualTo("<html>1");
        assertThatThrownBy(() -> read("car/1/notes.txt")).isInstanceOf(IOException.class);
    }

    @Test
    void aDamagedArtifactIsNotPublished() throws IOException {
        store.publish(artifact("car", "1", 1));
        Path damaged = artifact("car", "2", 2);
        Files.writeString(damaged.resolve(Artifact.WEIGHTS), "x");

        assertRefused(() -> store.publish(damaged), "weights.safetensors is damaged");

        assertThat(store.current("car")).contains("1");
        assertThat(store.versions("car")).containsExactly("1");
    }

    @Test
    void currentDoesNotMoveToAnAbsentOrDamagedVersion() throws IOException {
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));
        write("car/1/" + Artifact.WEIGHTS, new byte[] {1});

        assertRefused(() -> store.makeCurrent("car", "3"), "car holds no version '3'; it holds 1, 2.");
        assertRefused(() -> store.makeCurrent("car", "1"), "weights.safetensors is damaged");
        assertRefused(() -> store.rollBack("car"), "weights.safetensors is damaged");
        delete("car/1/" + Artifact.WEIGHTS);
        assertRefused(() -> store.rollBack("car"), "weights.safetensors is missing, though the manifest lists it.");

        assertThat(store.current("car")).contains("2");
    }

    @Test
    void anAlteredFileIsNotRead() throws IOException {
        store.publish(artifact("car", "1", 1));
        byte[] weights = read("car/1/" + Artifact.WEIGHTS);
        weights[weights.length - 1] ^= 1;
        write("car/1/" + Artifact.WEIGHTS, weights);

        assertRefused(() -> store.openCurrent("car").weights(), "weights.safetensors is damaged: its SHA-256 is");
    }

    @Test
    void aVersionUnderAnotherNameIsOutOfPlace() throws IOException {
        store.publish(artifact("car", "1", 1));
        for (String file : List.of(Artifact.MANIFEST, Artifact.WEIGHTS, Models.REPORT)) {
            write("car/7/" + file, read("car/1/" + file));
        }

        assertRefused(() -> store.open("car", "7"), "car/7 is out of place: its manifest says that it is version '1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../outside", "", "UPPER", "a/b", "current", "1\n../x"})
    void aCurrentThatNamesNoVersionIsDamaged(String content) throws IOException {
        store.publish(artifact("car", "1", 1));
        write("car/current", content.getBytes(StandardCharsets.US_ASCII));

        assertRefused(() -> store.openCurrent("car"), "current is damaged: what it holds is no version's name");
    }

    @Test
    void anEnormousCurrentIsDamaged() throws IOException {
        store.publish(artifact("car", "1", 1));
        write("car/current", new byte[100_000]);

        assertRefused(() -> store.current("car"), "current is damaged: it has 100,000 bytes");
    }

    @Test
    void aCurrentOfOneLineIsReadToo() throws IOException {
        store.publish(artifact("car", "1", 1));
        write("car/current", "1".getBytes(StandardCharsets.US_ASCII));

        assertThat(store.current("car")).contains("1");
        assertRefused(() -> store.rollBack("car"), "no version was current before 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "a/b", "/etc", ".hidden", "current"})
    void namesThatLeaveTheStoreAreRefused(String name) {
        assertRefused(() -> store.versions(name), "no model can be called '" + name + "'");
        assertRefused(() -> store.current(name), "no model can be called '" + name + "'");
        assertRefused(() -> store.rollBack(name), "no model can be called '" + name + "'");
        assertRefused(() -> store.open("car", name), "no version can be called '" + name + "'");
        assertRefused(() -> store.makeCurrent("car", name), "no version can be called '" + name + "'");
    }

    @Test
    void strayFilesAreNoModels() throws IOException {
        store.publish(artifact("car", "1", 1));
        write("readme.txt", new byte[1]);
        write("lost+found/x", new byte[1]);
        write("empty/nothing/x", new byte[1]);
        write("car/half/weights.safetensors", new byte[1]);
        write("car/notes/2/manifest.json", new byte[1]);

        assertThat(store.models()).containsExactly("car");
        assertThat(store.versions("car")).containsExactly("1");
    }

    @Test
    void aSignatureComesAlongAndIsAskedFor() throws IOException {
        PrivateKey key = newKey("mine");
        ModelStore careful = store(Trust.in(publicKey("mine")));
        Path artifact = artifact("car", "1", 1);
        store.publish(artifact);
        assertRefused(() -> careful.openCurrent("car"), "manifest.json is not signed");

        SigningKeys.sign(artifact, key);
        store.publish(artifact);

        assertThat(careful.openCurrent("car").manifest().version()).isEqualTo("1");
        careful.makeCurrent("car", "1");

        delete("car/1/" + Artifact.SIGNATURE);
        assertRefused(() -> careful.openCurrent("car"), "manifest.json is not signed");
    }

    @Test
    void anAlteredManifestAndAnotherKeysSignatureAreNotToBeTrusted() throws IOException {
        PrivateKey key = newKey("mine");
        PrivateKey other = newKey("other");
        ModelStore careful = store(Trust.in(publicKey("mine")));
        Path artifact = artifact("car", "1", 1);
        SigningKeys.sign(artifact, key);
        store.publish(artifact);
        byte[] signed = read("car/1/manifest.json");

        write(
                "car/1/manifest.json",
                new String(signed, StandardCharsets.UTF_8).replace("0.7", "0.4").getBytes(StandardCharsets.UTF_8));
        assertRefused(() -> careful.openCurrent("car"), "manifest.json is not to be trusted: its signature is not");
        write("car/1/manifest.json", "no JSON".getBytes(StandardCharsets.UTF_8));
        assertRefused(() -> careful.openCurrent("car"), "manifest.json is not to be trusted: its signature is not");
        assertRefused(() -> store.openCurrent("car"), "manifest.json is damaged: it is not JSON");
        write("car/1/manifest.json", signed);
        write("car/1/manifest.sig", new byte[] {1, 2, 3});
        assertRefused(() -> careful.openCurrent("car"), "manifest.json is not to be trusted: its signature is not");

        Path foreign = artifact("car", "2", 2);
        SigningKeys.sign(foreign, other);
        store.publish(foreign);
        assertRefused(() -> careful.openCurrent("car"), "manifest.json is not to be trusted: its signature is not");
        SigningKeys.sign(foreign, key);
        assertRefused(() -> store.publish(foreign), "car/2 exists already with another signature;");
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
            Artifact current = store.openCurrent("car");
            assertThat(current.manifest().version()).isEqualTo(version);
            current.verify();
        }
        assertThat(store.versions("car")).hasSize(ROUNDS);
        assertThat(store.history("car").versions()).hasSize(ROUNDS);
    }

    @Test
    void writersWithTheSameContentAtOnceAllSucceed() throws Exception {
        List<Path> artifacts = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            artifacts.add(artifact("car", "1", 5));
        }

        assertThat(publishAtOnce(artifacts)).isEmpty();

        assertThat(store.openCurrent("car").manifest().version()).isEqualTo("1");
        assertThat(store.history("car").versions()).containsExactly("1");
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

    Path artifact(String name, String version, float seed) throws IOException {
        return Models.write(temporary, name, version, seed);
    }

    private PrivateKey newKey(String name) throws IOException {
        SigningKeys.create(temporary.resolve(name));
        return SigningKeys.readPrivate(temporary.resolve(name).resolve(SigningKeys.PRIVATE_FILE));
    }

    private PublicKey publicKey(String name) throws IOException {
        return SigningKeys.readPublic(
                temporary.resolve(name).resolve(SigningKeys.PUBLIC_FILE).toString());
    }

    static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(".");
    }
}
