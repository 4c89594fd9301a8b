package dev.carornot.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.ArtifactSource;
import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The contract, and what is special about buckets, in a server that speaks S3's protocol. */
final class S3ModelStoreTest extends ModelStoreContract {
    private static final String BUCKET = "models";
    private static final AtomicInteger STORES = new AtomicInteger();
    private static final ClassLoader RESOURCES = S3ModelStoreTest.class.getClassLoader();

    private static S3Server server;

    private final String prefix = "team/store-" + STORES.incrementAndGet();

    @BeforeAll
    static void startAServer() throws IOException {
        server = S3Server.start(BUCKET);
    }

    @AfterAll
    static void endTheServer() {
        server.close();
    }

    @Override
    ModelStore store(Trust trust) throws IOException {
        return new S3ModelStore(AtomicWrites.of(server.client()), location(""), cache(), trust);
    }

    private DownloadCache cache() {
        return new DownloadCache(temporary.resolve("cache"));
    }

    private String location(String below) {
        return "s3://" + BUCKET + "/" + prefix + below;
    }

    @Override
    byte[] read(String path) throws IOException {
        try {
            return server.client()
                    .getObjectAsBytes(get -> get.bucket(BUCKET).key(prefix + "/" + path))
                    .asByteArray();
        } catch (NoSuchKeyException e) {
            throw new IOException(e);
        }
    }

    @Override
    void write(String path, byte[] content) {
        server.client().putObject(put -> put.bucket(BUCKET).key(prefix + "/" + path), RequestBody.fromBytes(content));
    }

    @Override
    void delete(String path) {
        server.client().deleteObject(delete -> delete.bucket(BUCKET).key(prefix + "/" + path));
    }

    @Test
    void locationsNameAVersionAModelOrAStoreAsFoldersDo() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        store.publish(artifact("car", "1", 1));
        store.publish(artifact("car", "2", 2));
        store.makeCurrent("car", "1");

        assertThat(source(location("")).open().manifest().version()).isEqualTo("1");
        assertThat(source(location("/")).open().manifest().version()).isEqualTo("1");
        assertThat(source(location("/car")).open().manifest().version()).isEqualTo("1");
        assertThat(source(location("/car/2")).open().manifest().version()).isEqualTo("2");
        assertThat(source(location("/car/2")).open().location()).isEqualTo(location("/car/2"));
        store.publish(artifact("boat", "1", 1));
        assertRefused(() -> source(location("")), location("") + " holds several models (boat, car); name the folder");
        assertRefused(() -> source(location("/absent")), "/absent holds no manifest.json and no current; name an");
    }

    @Test
    void aModelsSourceSeesCurrentMove() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        store.publish(artifact("car", "1", 1));
        ArtifactSource source = source(location("/car"));

        assertThat(source.currentVersion()).contains("1");
        store.publish(artifact("car", "2", 2));
        assertThat(source.currentVersion()).contains("2");
        assertThat(source.open().manifest().version()).isEqualTo("2");
        assertThat(source(location("/car/1")).currentVersion()).isEmpty();
    }

    @Test
    void aFileIsDownloadedWhenItIsUsedAndOnlyOnce() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        store.publish(artifact("car", "1", 1));

        Artifact artifact = store.open("car", "1");
        assertThat(cached()).isEmpty();
        artifact.weights();
        assertThat(cached()).hasSize(1);

        delete("car/1/" + Artifact.WEIGHTS);
        assertThat(store.open("car", "1").weights().tensors()).containsOnlyKeys("head.bias");
        assertRefused(() -> other(store).open("car", "1").weights(), "weights.safetensors is missing");
    }

    /** The same store, with a cache that is empty. */
    private ModelStore other(ModelStore same) throws IOException {
        assertThat(same).isNotNull();
        return new S3ModelStore(
                server.client(), location(""), new DownloadCache(temporary.resolve("another")), Trust.ANYONE);
    }

    @Test
    void aDamagedDownloadIsFetchedAgain() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        store.publish(artifact("car", "1", 1));
        store.open("car", "1").weights();
        Path file = cached().get(0);
        byte[] bytes = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        store.open("car", "1").verify();
        bytes[3] ^= 1;
        Files.write(file, bytes);
        store.open("car", "1").verify();

        assertThat(cached()).hasSize(2);
    }

    @Test
    void aFileCutShortInTheBucketIsNotUsed() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        store.publish(artifact("car", "1", 1));
        byte[] weights = read("car/1/" + Artifact.WEIGHTS);

        write("car/1/" + Artifact.WEIGHTS, Arrays.copyOf(weights, weights.length - 1));
        assertRefused(() -> store.open("car", "1").weights(), "bytes, and the manifest says");
        write("car/1/" + Artifact.WEIGHTS, Arrays.copyOf(weights, weights.length + 1));
        assertRefused(() -> store.open("car", "1").weights(), "is damaged: it has more than the");

        assertThat(cached()).isEmpty();
    }

    @Test
    void theWholeCacheIsTheSizeThatItMayHave() throws IOException {
        ModelStore store = new S3ModelStore(
                server.client(), location(""), new DownloadCache(temporary.resolve("cache"), 1), Trust.ANYONE);
        for (int version = 1; version <= 3; version++) {
            store.publish(artifact("car", "v" + version, version));
            store.openCurrent("car").weights();
            assertThat(cached()).hasSize(1);
        }
        Path abandoned = Files.createFile(temporary.resolve("cache/0123.part"));
        Files.setLastModifiedTime(abandoned, FileTime.fromMillis(0));
        store.open("car", "v1").weights();
        assertThat(cached()).hasSize(1).doesNotContain(abandoned);
    }

    private List<Path> cached() throws IOException {
        Path cache = temporary.resolve("cache");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Test
    void anInterruptedPublishingIsTakenUpAgain() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        Path artifact = artifact("car", "1", 1);
        write("car/1/" + Artifact.WEIGHTS, Files.readAllBytes(artifact.resolve(Artifact.WEIGHTS)));
        assertThat(store.versions("car")).isEmpty();

        store.publish(artifact);

        store.openCurrent("car").verify();
    }

    @Test
    void manyVersionsAreListedPageByPage() throws IOException {
        ModelStore store =
                new S3ModelStore(new Bucket(server.client(), 10), S3Address.parse(location("")), cache(), Trust.ANYONE);
        int versions = 25;
        for (int version = 0; version < versions; version++) {
            write(String.format("car/v%02d/manifest.json", version), new byte[1]);
            write(String.format("boat%02d/1/manifest.json", version), new byte[1]);
        }

        assertThat(store.versions("car")).hasSize(versions).contains("v00", "v24");
        assertThat(store.models()).hasSize(versions + 1).contains("car", "boat00", "boat24");
    }

    @Test
    void anUnknownBucketIsNamed() throws IOException {
        String location = "s3://nobody-has-this/models";
        assertRefused(() -> source(location), "There is no bucket 'nobody-has-this'; create it, or name another than");
        ModelStore store = new S3ModelStore(server.client(), location, cache(), Trust.ANYONE);
        assertRefused(store::models, "There is no bucket 'nobody-has-this'");
        assertRefused(() -> store.publish(artifact("car", "1", 1)), "There is no bucket 'nobody-has-this'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://", "s3:models", "s3:///x", "s3://B/x", "s3://ab", "s3://models/a//b", "s3://models/a b"})
    void aMalformedLocationIsNamed(String location) {
        assertThatThrownBy(() -> source(location))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("'" + location + "'")
                .hasMessageEndingWith(".");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        try (S3Client client = access("http://127.0.0.1:1").open()) {
            ModelStore store = new S3ModelStore(client, location(""), cache(), Trust.ANYONE);
            assertRefused(store::models, location("") + " cannot be reached: Connection refused.");
        }
    }

    @Test
    void aServerThatHangsIsGivenUp() throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                S3Client client =
                        access("http://127.0.0.1:" + hanging.getLocalPort()).open()) {
            ModelStore store = new S3ModelStore(client, location(""), cache(), Trust.ANYONE);
            long start = System.nanoTime();
            assertRefused(
                    () -> store.current("car"), "cannot be reached: the server does not answer within 15 seconds.");
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
        }
    }

    @Test
    void whoHasNoRightsIsToldWhichOnesAreNeeded() throws IOException {
        try (ScriptedServer forbidding = ScriptedServer.answering(403, """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>""");
                S3Client client = access(forbidding.address()).open()) {
            ModelStore store = new S3ModelStore(client, location(""), cache(), Trust.ANYONE);
            assertRefused(
                    () -> store.current("car"),
                    "/car/current cannot be used: access is denied (403, AccessDenied); reading needs s3:GetObject");
            assertRefused(store::models, "access is denied");
        }
    }

    @Test
    void aDownloadThatBreaksOffIsTriedAgainAndGivenUp() throws IOException {
        ModelStore store = store(Trust.ANYONE);
        store.publish(artifact("car", "1", 1));
        try (ScriptedServer breaking =
                        ScriptedServer.breakingOff(server.endpoint(), Artifact.WEIGHTS, Integer.MAX_VALUE);
                S3Client client = access(breaking.address()).open()) {
            ModelStore broken = new S3ModelStore(client, location(""), cache(), Trust.ANYONE);
            assertRefused(() -> broken.openCurrent("car").weights(), "weights.safetensors broke off 3 times: ");
            assertThat(cached()).isEmpty();
        }
        try (ScriptedServer breaking = ScriptedServer.breakingOff(server.endpoint(), Artifact.WEIGHTS, 2);
                S3Client client = access(breaking.address()).open()) {
            new S3ModelStore(client, location(""), cache(), Trust.ANYONE)
                    .openCurrent("car")
                    .verify();
        }
    }

    @Test
    void theEnvironmentMayNameAServer() throws IOException {
        S3Access access = S3Access.of(Optional.empty(), Map.of("AWS_ENDPOINT_URL", "http://host:9000")::get);
        assertThat(access.endpoint()).contains(URI.create("http://host:9000"));
        assertThat(access.pathStyle()).isTrue();
        assertThat(S3Access.of(Optional.empty(), name -> null).pathStyle()).isFalse();
        assertRefused(
                () -> S3Access.of(Optional.empty(), Map.of("AWS_ENDPOINT_URL_S3", "host:9000")::get),
                "AWS_ENDPOINT_URL_S3 is 'host:9000', which is no server; name one like http://host:9000.");
    }

    private static S3Access access(String endpoint) {
        return new S3Access(
                Optional.of(URI.create(endpoint)),
                Optional.of(S3Server.REGION),
                true,
                Optional.of(new S3Access.Credentials(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)));
    }

    private ArtifactSource source(String location) throws IOException {
        S3Places places = new S3Places(() -> access(server.endpoint().toString()), cache());
        return ArtifactLocation.of(location, Trust.ANYONE, places).source(RESOURCES);
    }
}
