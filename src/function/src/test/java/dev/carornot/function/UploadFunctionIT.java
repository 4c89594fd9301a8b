package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.LambdaRuntimeApi.Ending;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.LambdaEvent;
import dev.carornot.function.fixture.LambdaFunction;
import dev.carornot.function.fixture.S3Events;
import dev.carornot.function.fixture.S3Events.Uploaded;
import dev.carornot.s3.DownloadCache;
import dev.carornot.s3.S3ModelStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** The packaged application as a Lambda function, behind AWS's own runtime client, against a server that speaks S3's protocol. */
final class UploadFunctionIT {
    private static final String BUCKET = "uploads";
    private static final String RESULTS = "results";
    private static final String MODELS = "s3://models/published";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static S3Server server;
    private static Path model;
    private static LambdaFunction function;

    private final S3Client s3 = server.client();

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(BUCKET, RESULTS, "versions", "models");
        server.client()
                .putBucketVersioning(request -> request.bucket("versions")
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        model = DrawnModel.write(folder.resolve("model"));
        new S3ModelStore(server.client(), MODELS, new DownloadCache(folder.resolve("publisher")), Trust.ANYONE)
                .publish(model);
        function = LambdaFunction.start(
                "classify-upload",
                1,
                server.endpoint(),
                Map.of(
                        "CARORNOT_MODEL_URI",
                        model.toString(),
                        "CARORNOT_UPLOAD_WRITE",
                        "both",
                        "CARORNOT_UPLOAD_RESULTS",
                        "s3://" + RESULTS + "/verdicts/",
                        "CARORNOT_UPLOAD_BUCKET",
                        BUCKET));
    }

    @AfterAll
    static void end() throws Exception {
        function.close();
        server.close();
    }

    @Test
    void anUploadGetsTheClassifiersVerdictAsTagsAndAsADocument() throws Exception {
        byte[] photograph = DrawnPictures.jpeg(200, 150, 3);
        Uploaded upload = put("a folder/Grüße+1.jpg", photograph, "0055AED6DCD90281E5");
        s3.putObjectTagging(request -> request.bucket(BUCKET)
                .key(upload.key())
                .tagging(tagging -> tagging.tagSet(
                        Tag.builder().key("owner").value("somebody").build())));

        assertThat(function.answer(S3Events.notification(upload))).isEqualTo("{}");

        try (Classifier classifier = Classifier.open(ArtifactLocation.open(model.toString()))) {
            Verdict.Classified verdict = (Verdict.Classified) classifier.classify(photograph);
            assertThat(tags(BUCKET, upload.key(), null))
                    .containsOnly(
                            Map.entry("owner", "somebody"),
                            Map.entry("car-or-not", verdict.label()),
                            Map.entry(
                                    "car-or-not-probability",
                                    String.format(Locale.ROOT, "%.4f", verdict.probability())),
                            Map.entry("car-or-not-model", "drawn/1"),
                            Map.entry("car-or-not-etag", upload.eTag()));
            JsonNode document = document(BUCKET, upload.key());
            assertThat(document.path("outcome").textValue()).isEqualTo(verdict.label());
            assertThat(document.path("answer").path("probability").doubleValue())
                    .isEqualTo(verdict.probability());
            assertThat(document.path("object").path("sequencer").textValue()).isEqualTo("0055AED6DCD90281E5");
        }
    }

    @Test
    void ofABatchOnlyWhatFailedComesBack() throws Exception {
        Uploaded good = put("batch/good.jpg", DrawnPictures.jpeg(90, 80, 1), "01");
        Uploaded damaged = put("batch/damaged.jpg", "no image".getBytes(StandardCharsets.US_ASCII), "02");
        Uploaded gone = new Uploaded(BUCKET, "batch/gone.jpg", 1000, "cafe", "03");
        Map<String, String> bodies = new TreeMap<>(Map.of(
                "1", S3Events.notification(good),
                "2", S3Events.notification(damaged),
                "3", S3Events.notification(gone),
                "4", S3Events.testEvent(),
                "5", S3Events.notification("ObjectRemoved:Delete", good),
                "6", "no notification",
                "7", S3Events.notification(new Uploaded("no-such-bucket-here", "a.jpg", 1, "cafe", "04"))));

        JsonNode answer = JSON.readTree(function.answer(S3Events.messages(bodies)));

        assertThat(answer.path("batchItemFailures").findValuesAsText("itemIdentifier"))
                .containsExactly("6");
        assertThat(tags(BUCKET, good.key(), null)).containsKey("car-or-not-probability");
        assertThat(tags(BUCKET, damaged.key(), null))
                .containsEntry("car-or-not", "refused")
                .containsEntry("car-or-not-reason", "not_an_image");
    }

    @Test
    void theSameEventAgainChangesNothing() throws Exception {
        Uploaded upload = put("again.jpg", DrawnPictures.jpeg(90, 80, 2), "01");
        function.answer(S3Events.notification(upload));
        String first = text(document(BUCKET, upload.key()));

        function.answer(S3Events.notification(upload, upload));

        assertThat(text(document(BUCKET, upload.key()))).isEqualTo(first);
        assertThat(function.output())
                .contains("again.jpg: ")
                .contains(", as was recorded before")
                // What CloudWatch makes metrics of stands on lines of its own.
                .containsPattern("(?m)^\\{\"_aws\":.*\"Uploads\":1\\.0}$")
                .containsPattern("(?m)^\\{\"_aws\":.*\"Probability\":");
    }

    @Test
    void eachVersionHasItsTagsAndAnOldEventLeavesTheDocumentOfTheNewOne() throws Exception {
        PutObjectResponse first = putVersion(DrawnPictures.jpeg(90, 80, 4));
        PutObjectResponse second = putVersion(DrawnPictures.png(90, 80, 5));
        Uploaded old = new Uploaded("versions", "v.jpg", first.versionId(), 1, unquoted(first.eTag()), "01");
        Uploaded recent = new Uploaded("versions", "v.jpg", second.versionId(), 1, unquoted(second.eTag()), "0100");

        function.answer(S3Events.notification(recent));
        String document = text(document("versions", "v.jpg"));
        function.answer(S3Events.notification(
                new Uploaded("versions", "v.jpg", first.versionId(), 1, unquoted(first.eTag()), "00FF")));

        assertThat(text(document("versions", "v.jpg"))).isEqualTo(document);
        assertThat(tags("versions", "v.jpg", old.version())).containsEntry("car-or-not-etag", old.eTag());
        assertThat(tags("versions", "v.jpg", recent.version())).containsEntry("car-or-not-etag", recent.eTag());
    }

    @Test
    void batchOperationsGetAResultForEachTask() throws Exception {
        put("operation/a b.jpg", DrawnPictures.jpeg(90, 80, 6), "01");

        for (String schema : new String[] {"1.0", "2.0"}) {
            JsonNode answer = JSON.readTree(function.answer(
                    S3Events.batchOperation(schema, BUCKET, "operation/a b.jpg", "operation/gone.jpg")));

            assertThat(answer.path("invocationSchemaVersion").textValue()).isEqualTo(schema);
            assertThat(answer.path("results").findValuesAsText("taskId")).containsExactly("task-0", "task-1");
            assertThat(answer.path("results").findValuesAsText("resultCode")).containsExactly("Succeeded", "Succeeded");
            // What 'car-or-not backfill' reads from the completion report.
            assertThat(answer.path("results").path(0).path("resultString").textValue())
                    .matches("\\S+ \\(\\S+\\) by drawn/1 of etag:[0-9a-f]{32}(, as was recorded before)?");
        }
        assertThat(tags(BUCKET, "operation/a b.jpg", null)).containsKey("car-or-not");
    }

    @Test
    void anEventThatNobodyUnderstandsFailsWithASentence() throws Exception {
        assertThat(function.invoke("{\"hello\":1}"))
                .isInstanceOfSatisfying(
                        Ending.Failure.class,
                        failure -> assertThat(failure.body())
                                .contains(
                                        "The event is neither S3's nor one from SQS nor one of S3 Batch Operations."));
    }

    @Test
    void httpIsTheSameBuildUnderAnotherNameAndOpensNoPort() throws Exception {
        byte[] photograph = DrawnPictures.jpeg(200, 150, 3);
        try (LambdaFunction classify = LambdaFunction.start(
                "classify", 1, server.endpoint(), Map.of("CARORNOT_MODEL_URI", model.toString()))) {
            JsonNode reply = JSON.readTree(classify.answer(new LambdaEvent()
                    .header("content-type", "image/jpeg")
                    .base64(photograph)
                    .json()));

            assertThat(reply.path("statusCode").intValue()).isEqualTo(200);
            assertThat(classify.output())
                    .contains("is open and warm")
                    .doesNotContain("Listening on: http", "WARN", "ERROR");
        }
    }

    @Test
    void settingsThatCannotBeStopTheStartWithASentence() throws Exception {
        assertStops(
                Map.of("CARORNOT_UPLOAD_WRITE", "json", "CARORNOT_UPLOAD_RESULTS", "s3://no-such-bucket/a/"),
                "the bucket no-such-bucket: there is no such bucket; create it, or name another");
        assertStops(
                Map.of(
                        "CARORNOT_UPLOAD_WRITE",
                        "both",
                        "CARORNOT_UPLOAD_BUCKET",
                        BUCKET,
                        "CARORNOT_UPLOAD_RESULTS",
                        "s3://" + BUCKET + "/results/"),
                "would count as an upload");
        assertStops(
                Map.of("CARORNOT_UPLOAD_WRITE", "both", "CARORNOT_UPLOAD_RESULTS", "s3:/a"),
                "'s3:/a' is no place in S3");
    }

    private static void assertStops(Map<String, String> settings, String sentence) throws Exception {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("CARORNOT_MODEL_URI", model.toString());
        try (LambdaFunction broken = LambdaFunction.start("classify-upload", 1, server.endpoint(), all)) {
            assertThat(broken.initError())
                    .contains("Car or Not a Car cannot start. ")
                    .contains(sentence);
        }
    }

    private Uploaded put(String key, byte[] bytes, String sequencer) {
        String eTag = s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes))
                .eTag();
        return new Uploaded(BUCKET, key, bytes.length, unquoted(eTag), sequencer);
    }

    private PutObjectResponse putVersion(byte[] bytes) {
        return s3.putObject(request -> request.bucket("versions").key("v.jpg"), RequestBody.fromBytes(bytes));
    }

    private Map<String, String> tags(String bucket, String key, String version) {
        Map<String, String> tags = new TreeMap<>();
        s3.getObjectTagging(request -> request.bucket(bucket).key(key).versionId(version))
                .tagSet()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private JsonNode document(String bucket, String key) throws Exception {
        return JSON.readTree(
                s3.getObjectAsBytes(request -> request.bucket(RESULTS).key("verdicts/" + bucket + "/" + key + ".json"))
                        .asByteArray());
    }

    private static String text(JsonNode document) {
        return document.toString();
    }

    private static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }
}
