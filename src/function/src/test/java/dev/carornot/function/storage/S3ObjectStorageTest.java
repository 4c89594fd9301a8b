package dev.carornot.function.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carornot.classifier.fixture.FaultyProxy;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.function.storage.StorageException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a server that speaks S3's protocol, and over a way to it that fails. */
final class S3ObjectStorageTest {
    private static final String BUCKET = "uploads";
    private static final byte[] BYTES = "a photograph, so to speak".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHERS = "another one".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SHORT = Duration.ofSeconds(1);
    /** Of a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(8);

    private static S3Server server;

    private final RemainingTime time = RemainingTime.of(Duration.ofMinutes(2));
    private final ObjectStorage storage = new S3ObjectStorage(() -> server.client());

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(BUCKET);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void anObjectIsReadAsItsHeadSaysAndNotFurtherThanAsked() throws Exception {
        ObjectId id = put("folder/ü +.jpg", BYTES);

        ObjectHead head = storage.head(id, time);

        assertThat(head.id()).isEqualTo(id);
        assertThat(head.size()).isEqualTo(BYTES.length);
        assertThat(head.pinned()).isFalse();
        assertThat(head.eTag()).doesNotContain("\"").isNotEmpty();
        assertThat(storage.read(head, 1000, time)).isEqualTo(BYTES);
        assertThat(storage.read(head, 5, time)).isEqualTo("a pho".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void otherContentsThanThoseOfTheHeadAreNotRead() throws Exception {
        ObjectHead head = storage.head(put("changed.jpg", BYTES), time);
        put("changed.jpg", OTHERS);

        assertThat(kind(() -> storage.read(head, 1000, time))).isEqualTo(Kind.CHANGED);
    }

    @Test
    void tagsAreReadAsTheyWereWritten() throws Exception {
        ObjectId id = put("tagged.jpg", BYTES);
        assertThat(storage.tags(id, time)).isEmpty();

        storage.tag(id, Map.of("a", "1", "b", "an @a+-=._:/"), time);

        assertThat(storage.tags(id, time)).isEqualTo(Map.of("a", "1", "b", "an @a+-=._:/"));
    }

    @Test
    void whatIsNotThereIsGone() {
        ObjectId id = new ObjectId(BUCKET, "gone.jpg", null);

        assertThat(kind(() -> storage.head(id, time))).isEqualTo(Kind.GONE);
        assertThat(kind(() -> storage.tags(id, time))).isEqualTo(Kind.GONE);
        assertThat(kind(() -> storage.tag(id, Map.of("a", "1"), time))).isEqualTo(Kind.GONE);
    }

    @Test
    void aDocumentIsWrittenOnlyOverWhatWasRead() throws Exception {
        assertThat(storage.document(BUCKET, "a.json", time)).isEmpty();

        storage.write(BUCKET, "a.json", Optional.empty(), BYTES, time);
        assertThat(kind(() -> storage.write(BUCKET, "a.json", Optional.empty(), OTHERS, time)))
                .isEqualTo(Kind.CHANGED);

        Document first = storage.document(BUCKET, "a.json", time).orElseThrow();
        assertThat(first.bytes()).isEqualTo(BYTES);
        storage.write(BUCKET, "a.json", Optional.of(first.eTag()), OTHERS, time);
        assertThat(kind(() -> storage.write(BUCKET, "a.json", Optional.of(first.eTag()), BYTES, time)))
                .isEqualTo(Kind.CHANGED);
        assertThat(storage.document(BUCKET, "a.json", time).orElseThrow().bytes())
                .isEqualTo(OTHERS);
    }

    @Test
    void aMissingBucketIsNoMissingObject() throws Exception {
        storage.requireBucket(BUCKET, time);

        assertThat(kind(() -> storage.requireBucket("no-such-bucket", time))).isIn(Kind.DENIED, Kind.GONE);
        assertThat(kind(() -> storage.document("no-such-bucket", "a.json", time)))
                .isEqualTo(Kind.DENIED);
        assertThat(kind(() -> storage.write("no-such-bucket", "a.json", Optional.empty(), BYTES, time)))
                .isEqualTo(Kind.DENIED);
    }

    @Test
    void overAWayThatFailsOftenEverythingArrivesInTheEnd() throws Exception {
        ObjectId id = put("patience.jpg", BYTES);
        try (FaultyProxy proxy = FaultyProxy.start(server.endpoint(), 0.1, Duration.ofMillis(50), 5);
                S3Client client = client(proxy.endpoint())) {
            ObjectStorage over = new S3ObjectStorage(() -> client);
            for (int round = 0; round < 50; round++) {
                ObjectHead head = over.head(id, time);
                assertThat(over.read(head, 1000, time)).isEqualTo(BYTES);
                over.tag(id, Map.of("round", Integer.toString(round)), time);
                assertThat(over.tags(id, time)).containsEntry("round", Integer.toString(round));
            }
            assertThat(proxy.faults()).hasSize(FaultyProxy.Fault.values().length);
        }
    }

    @Test
    void whatTakesTooLongEndsWithTheTime() throws Exception {
        ObjectId id = put("slow.jpg", BYTES);
        try (FaultyProxy proxy = FaultyProxy.start(server.endpoint(), 1, Duration.ofMinutes(1), 5);
                S3Client client = client(proxy.endpoint())) {
            ObjectStorage over = new S3ObjectStorage(() -> client);
            // What fails at once before one that is slow is repeated.
            long began = System.nanoTime();

            assertThat(kind(() -> over.head(id, RemainingTime.of(SHORT)))).isEqualTo(Kind.UNAVAILABLE);
            assertThat(kind(() -> over.head(id, RemainingTime.of(Duration.ZERO))))
                    .isEqualTo(Kind.UNAVAILABLE);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        }
    }

    private static ObjectId put(String key, byte[] bytes) {
        server.client().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
        return new ObjectId(BUCKET, key, null);
    }

    private static Kind kind(ThrowingCallable call) {
        return catchThrowableOfType(StorageException.class, call).kind();
    }

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(S3Server.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)))
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
