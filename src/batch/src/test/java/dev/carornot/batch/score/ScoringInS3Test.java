package dev.carornot.batch.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.backfill.CompletionReport;
import dev.carornot.batch.backfill.JobManifest;
import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.Results;
import dev.carornot.batch.fixture.TinyArtifact;
import dev.carornot.batch.result.ModelIdentity;
import dev.carornot.batch.result.ResultRow;
import dev.carornot.batch.result.ResultTable;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Photographs, model and results in S3, without Hadoop's libraries for it. */
class ScoringInS3Test {
    private static S3Server server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
        server = S3Server.start("photographs", "models", "results");
    }

    @AfterAll
    static void end() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void whatIsInABucketIsScoredOnceAndWhatChangesAgain() throws IOException {
        Path model = TinyArtifact.write(folder.resolve("model"), "1", 1);
        put("models", "tiny/manifest.json", Files.readAllBytes(model.resolve("manifest.json")));
        put("models", "tiny/weights.safetensors", Files.readAllBytes(model.resolve("weights.safetensors")));
        put("photographs", "2026/a photograph+1.jpg", DrawnPictures.jpeg(60, 60, 1));
        put("photographs", "2026/day/b.jpg", DrawnPictures.jpeg(60, 60, 2));
        put("photographs", "2026/day/.hidden.jpg", DrawnPictures.jpeg(60, 60, 3));
        put("photographs", "2026/day/notes.txt", new byte[] {1, 2, 3});
        put("photographs", "2025/other.jpg", DrawnPictures.jpeg(60, 60, 4));
        StorageSettings settings = LocalSpark.settings(server.endpoint().toString());
        Scoring scoring = new Scoring(LocalSpark.session(), settings);
        ScoreRequest request = new ScoreRequest(
                "s3://models/tiny", Trust.ANYONE, "s3://photographs/2026", null, "s3://results/of 2026");

        ScoreReport first = scoring.run(request);
        ScoreReport second = scoring.run(request);
        put("photographs", "2026/day/b.jpg", DrawnPictures.jpeg(60, 60, 5));
        ScoreReport third = scoring.run(request);

        assertThat(first.photographs()).isEqualTo(3);
        assertThat(first.failed()).isZero();
        assertThat(first.reasons()).containsEntry("NOT_AN_IMAGE", 1L);
        assertThat(second.photographs()).isZero();
        assertThat(second.before()).isEqualTo(3);
        assertThat(third.photographs()).isEqualTo(1);
        assertThat(rows(settings, Artifact.open(new FolderFiles(model))).stream()
                        .map(ResultRow::path))
                .containsExactlyInAnyOrder(
                        "s3://photographs/2026/a photograph+1.jpg",
                        "s3://photographs/2026/day/b.jpg",
                        "s3://photographs/2026/day/b.jpg",
                        "s3://photographs/2026/day/notes.txt");
    }

    @Test
    void aBatchOperationIsPreparedAndItsReportReadIntoTheTable() throws IOException {
        Path model = TinyArtifact.write(folder.resolve("other"), "2", 2);
        put("photographs", "backfill/a b.jpg", new byte[] {1});
        put("photographs", "backfill/c.jpg", new byte[] {2});
        ModelIdentity identity = new ModelIdentity(
                "tiny", "2", Artifact.open(new FolderFiles(model)).digest());
        StorageSettings settings = LocalSpark.settings(server.endpoint().toString());
        Storage storage = ExecutorResources.shared().storage(settings);

        JobManifest.Written written = JobManifest.write(
                new S3Location("photographs", "backfill"), new S3Location("results", "job/manifest.csv"), storage.s3());
        String etag = server.client()
                .headObject(head -> head.bucket("photographs").key("backfill/a b.jpg"))
                .eTag()
                .replace("\"", "");
        put("results", "reports/job-1/results/1.csv", """
                photographs,backfill/a+b.jpg,,succeeded,,200,car (0.75) by tiny/2 of etag:%s
                photographs,backfill/c.jpg,,failed,PermanentFailure,200,no rights
                """.formatted(etag).getBytes(StandardCharsets.UTF_8));
        ResultTable table = new ResultTable(Folder.of(folder.resolve("table").toString(), storage));
        S3Location report = new S3Location("results", "reports/job-1");
        CompletionReport.Taken rows = CompletionReport.read(report, identity, table, storage.s3());
        CompletionReport.Taken again = CompletionReport.read(report, identity, table, storage.s3());

        assertThat(written.objects()).isEqualTo(2);
        assertThat(written.etag()).isNotEmpty();
        assertThat(server.client()
                        .getObjectAsBytes(get -> get.bucket("results").key("job/manifest.csv"))
                        .asUtf8String())
                .isEqualTo("\"photographs\",\"backfill/a+b.jpg\"\n\"photographs\",\"backfill/c.jpg\"\n");
        assertThat(rows).isEqualTo(new CompletionReport.Taken(1, 1, 0));
        assertThat(again).isEqualTo(rows);
        assertThat(Results.in(folder.resolve("table")))
                .singleElement()
                .satisfies(row -> assertThat(Results.text(row, "path")).isEqualTo("s3://photographs/backfill/a b.jpg"));
        assertThat(Results.failedIn(folder.resolve("table"))).hasSize(1);

        ScoreReport scored = new Scoring(LocalSpark.session(), settings)
                .run(new ScoreRequest(
                        model.toString(),
                        Trust.ANYONE,
                        "s3://photographs/backfill",
                        null,
                        folder.resolve("table").toString()));
        assertThat(scored.before()).as("what the function has looked at").isEqualTo(1);
        assertThat(scored.photographs()).as("what it could not").isEqualTo(1);
    }

    private static List<ResultRow> rows(StorageSettings settings, Artifact artifact) throws IOException {
        Storage storage = ExecutorResources.shared().storage(settings);
        ResultTable table = new ResultTable(Folder.of("s3://results/of 2026", storage));
        List<ResultRow> rows = new ArrayList<>();
        for (String part : table.parts(new ModelIdentity("tiny", "1", artifact.digest()))) {
            rows.addAll(table.read(part));
        }
        return rows;
    }

    private static void put(String bucket, String key, byte[] content) {
        server.client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }
}
