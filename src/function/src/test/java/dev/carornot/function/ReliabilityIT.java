package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.FaultyProxy;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.LambdaFunction;
import dev.carornot.function.fixture.S3Events;
import dev.carornot.function.fixture.S3Events.Uploaded;
import dev.carornot.function.fixture.SimulatedQueue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Many uploads through a simulated queue to two processes of the packaged function, over a way to S3 that is not reliable: every
 * object ends with its one right outcome, and the dead-letter queue holds what belongs there. Few uploads by default; a thousand
 * with {@code -Preliability}. Figures go to {@code target/reliability.md}.
 */
final class ReliabilityIT {
    /** Set by the profile. */
    private static final int UPLOADS = Integer.getInteger("carornot.reliability.uploads", 100);

    private static final int PROCESSES = 2;
    /** 2 % of the calls to S3. */
    private static final double FAULTY = 0.02;

    /** One upload in so many: 10 % of the events come twice, 5 % after the event of a later upload under the same key. */
    private static final int DUPLICATED = 10;

    private static final int REORDERED = 20;
    private static final int DAMAGED = 100;
    /** Deleted before the event is delivered. */
    private static final int DELETED = 100;

    /** A late event comes after so many others. */
    private static final int LATE = 3;

    private static final int POISONOUS = 2;
    private static final int FULL_OF_TAGS = 2;
    private static final int TAGS_OF_OTHERS = 10;

    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final Duration VISIBILITY = Duration.ofSeconds(2);
    private static final int MAX_RECEIVE_COUNT = 5;
    private static final long SEED = 20261124;

    private static final String BUCKET = "uploads";
    private static final String RESULTS = "results";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    /** What every key holds in the end. */
    private final Map<String, byte[]> contents = new TreeMap<>();

    private final Set<String> deleted = new TreeSet<>();
    private final Set<String> fullOfTags = new TreeSet<>();
    private final Set<String> mustDie = new TreeSet<>();
    private int duplicated;
    private int reordered;
    private int damaged;

    @Test
    void everyObjectEndsWithItsOneRightOutcomeAndNothingIsLost() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        SimulatedQueue queue = new SimulatedQueue(VISIBILITY, MAX_RECEIVE_COUNT);
        try (S3Server server = S3Server.start(BUCKET, RESULTS);
                FaultyProxy proxy = FaultyProxy.start(server.endpoint(), FAULTY, SLOW, SEED);
                LambdaFunction function = LambdaFunction.start(
                        "classify-upload",
                        PROCESSES,
                        proxy.endpoint(),
                        Map.of(
                                "CARORNOT_MODEL_URI",
                                model.toString(),
                                "CARORNOT_UPLOAD_WRITE",
                                "both",
                                "CARORNOT_UPLOAD_RESULTS",
                                "s3://" + RESULTS + "/",
                                "CARORNOT_UPLOAD_BUCKET",
                                BUCKET))) {
            long start = System.nanoTime();
            ExecutorService pollers = Executors.newFixedThreadPool(PROCESSES);
            List<Future<?>> polling = new ArrayList<>();
            for (int poller = 0; poller < PROCESSES; poller++) {
                polling.add(pollers.submit(() -> {
                    queue.deliverTo(function);
                    return null;
                }));
            }
            upload(server.client(), queue);
            queue.complete();
            for (Future<?> poller : polling) {
                poller.get();
            }
            pollers.shutdown();
            double seconds = (System.nanoTime() - start) / 1e9;

            Outcomes outcomes = check(server.client(), model);
            assertThat(queue.dead()).isEqualTo(mustDie);
            report(queue, proxy, outcomes, seconds);
        }
    }

    /** Uploads, and sends what S3 would, some of it twice and some of it in another order. */
    private void upload(S3Client s3, SimulatedQueue queue) {
        List<String> late = new ArrayList<>();
        for (int i = 0; i < UPLOADS; i++) {
            String key = String.format(Locale.ROOT, "day %d/%04d-ü+.jpg", i % 7, i);
            byte[] photograph = photograph(i);
            if (i % REORDERED == 7) {
                // Two uploads under one key, of which S3 tells in the wrong order.
                reordered++;
                late.add(put(s3, key, DrawnPictures.png(80, 60, UPLOADS + i), i, 0));
            }
            String event = put(s3, key, photograph, i, 1);
            if (i % DELETED == 57) {
                s3.deleteObject(request -> request.bucket(BUCKET).key(key));
                contents.remove(key);
                deleted.add(key);
            }
            queue.send(event);
            if (i % DUPLICATED == 3) {
                duplicated++;
                if (random.nextBoolean()) {
                    queue.send(event);
                } else {
                    late.add(event);
                }
            }
            while (late.size() > LATE) {
                queue.send(late.remove(0));
            }
        }
        late.forEach(queue::send);
        for (int i = 0; i < FULL_OF_TAGS; i++) {
            String key = "full-of-tags/" + i + ".jpg";
            String event = put(s3, key, DrawnPictures.jpeg(80, 60, -i), i, 1);
            fillWithTags(s3, key);
            contents.remove(key);
            fullOfTags.add(key);
            mustDie.add(queue.send(event));
        }
        for (int i = 0; i < POISONOUS; i++) {
            mustDie.add(queue.send("no notification at all " + i));
        }
        queue.send(S3Events.testEvent());
    }

    private byte[] photograph(int i) {
        byte[] whole = DrawnPictures.jpeg(96, 72, i);
        if (i % DAMAGED != 13) {
            return whole;
        }
        damaged++;
        return i % 2 == 1 && i % 200 != 13
                ? Arrays.copyOf(whole, whole.length / 3)
                : ("no photograph " + i).getBytes(StandardCharsets.UTF_8);
    }

    private String put(S3Client s3, String key, byte[] bytes, int number, int round) {
        String eTag = s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes))
                .eTag()
                .replace("\"", "");
        contents.put(key, bytes);
        String sequencer = String.format(Locale.ROOT, "%016X", 2L * number + round);
        return S3Events.notification(new Uploaded(BUCKET, key, bytes.length, eTag, sequencer));
    }

    private static void fillWithTags(S3Client s3, String key) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < TAGS_OF_OTHERS; i++) {
            tags.add(Tag.builder().key("tag" + i).value("of others").build());
        }
        s3.putObjectTagging(request -> request.bucket(BUCKET)
                .key(key)
                .tagging(Tagging.builder().tagSet(tags).build()));
    }

    /** Every object against what the classifier itself says of its contents. */
    private Outcomes check(S3Client s3, Path model) throws Exception {
        int verdicts = 0;
        int refusals = 0;
        try (Classifier classifier = Classifier.open(ArtifactLocation.open(model.toString()))) {
            for (Map.Entry<String, byte[]> object : contents.entrySet()) {
                String key = object.getKey();
                Verdict verdict = classifier.classify(object.getValue());
                Map<String, String> tags = tags(s3, key);
                JsonNode document = JSON.readTree(
                        s3.getObjectAsBytes(request -> request.bucket(RESULTS).key(BUCKET + "/" + key + ".json"))
                                .asByteArray());
                assertThat(document.path("object").path("eTag").textValue())
                        .as(key)
                        .isEqualTo(tags.get("car-or-not-etag"))
                        .isEqualTo(
                                s3.headObject(request -> request.bucket(BUCKET).key(key))
                                        .eTag()
                                        .replace("\"", ""));
                if (verdict instanceof Verdict.Classified classified) {
                    verdicts++;
                    assertThat(tags)
                            .as(key)
                            .hasSize(4)
                            .containsEntry("car-or-not", classified.label())
                            .containsEntry(
                                    "car-or-not-probability",
                                    String.format(Locale.ROOT, "%.4f", classified.probability()));
                    assertThat(document.path("answer").path("probability").doubleValue())
                            .as(key)
                            .isEqualTo(classified.probability());
                } else {
                    refusals++;
                    String reason = ((Verdict.Refused) verdict)
                            .refusal()
                            .reason()
                            .name()
                            .toLowerCase(Locale.ROOT);
                    assertThat(tags)
                            .as(key)
                            .hasSize(4)
                            .containsEntry("car-or-not", "refused")
                            .containsEntry("car-or-not-reason", reason);
                    assertThat(document.path("problem").path("reason").textValue())
                            .as(key)
                            .isEqualTo(reason);
                }
            }
        }
        for (String key : fullOfTags) {
            assertThat(tags(s3, key)).as(key).hasSize(TAGS_OF_OTHERS).doesNotContainKey("car-or-not");
        }
        assertThat(verdicts + refusals + deleted.size()).isEqualTo(UPLOADS);
        return new Outcomes(verdicts, refusals);
    }

    private static Map<String, String> tags(S3Client s3, String key) {
        Map<String, String> tags = new TreeMap<>();
        s3.getObjectTagging(request -> request.bucket(BUCKET).key(key))
                .tagSet()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private void report(SimulatedQueue queue, FaultyProxy proxy, Outcomes outcomes, double seconds) throws Exception {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("keys uploaded to", UPLOADS);
        rows.put("of them damaged", damaged);
        rows.put("of them uploaded twice, events in the wrong order", reordered);
        rows.put("of them deleted before the event", deleted.size());
        rows.put("events duplicated", duplicated);
        rows.put("messages sent", queue.sent());
        rows.put("batches invoked", queue.batches());
        rows.put("invocations that failed as a whole", queue.failedInvocations());
        rows.put("messages delivered again", queue.redelivered());
        rows.put("calls to S3", proxy.calls());
        proxy.faults().forEach((fault, count) -> rows.put("calls with " + fault, count));
        rows.put("objects with their verdict", outcomes.verdicts());
        rows.put("objects with their refusal", outcomes.refusals());
        rows.put("objects with no or a wrong outcome", 0);
        rows.put("messages in the dead-letter queue", queue.dead().size());
        rows.put("messages that belong there", mustDie.size());
        rows.put("seconds", Math.round(seconds));
        StringBuilder table = new StringBuilder("| | |\n|---|---:|\n");
        rows.forEach((name, value) ->
                table.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        Files.writeString(Path.of(System.getProperty("carornot.build", "target"), "reliability.md"), table);
    }

    private record Outcomes(int verdicts, int refusals) {}
}
