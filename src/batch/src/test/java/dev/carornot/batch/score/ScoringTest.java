package dev.carornot.batch.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.fixture.Bomb;
import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.Results;
import dev.carornot.batch.fixture.TinyArtifact;
import dev.carornot.batch.listing.TableListing;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.DrawnPictures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class ScoringTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path photographs;
    private Path out;

    @BeforeEach
    void drawSomePhotographs() throws IOException {
        model = TinyArtifact.write(folder.resolve("model"), "1", 1);
        photographs = Files.createDirectories(folder.resolve("photo graphs"));
        Files.createDirectories(photographs.resolve("a/b"));
        out = folder.resolve("out");
        for (int i = 0; i < 12; i++) {
            Path place = i % 3 == 0 ? photographs.resolve("a/b") : photographs;
            Files.write(place.resolve("_DSC" + i + " #50%.jpg"), DrawnPictures.jpeg(80 + 10 * i, 90, i));
        }
    }

    private ScoreReport score() {
        return score(model);
    }

    private ScoreReport score(Path with) {
        return new Scoring(LocalSpark.session(), LocalSpark.settings())
                .run(new ScoreRequest(with.toString(), Trust.ANYONE, photographs.toString(), null, out.toString()));
    }

    @Test
    void everyPhotographHasTheVerdictThatTheClassifierGives() throws IOException {
        ScoreReport report = score();

        List<Row> rows = Results.in(out);
        assertThat(rows).hasSize(12);
        assertThat(report.photographs()).isEqualTo(12);
        assertThat(report.failed()).isZero();
        Artifact artifact = Artifact.open(new FolderFiles(model));
        try (Classifier classifier = Classifier.open(artifact)) {
            for (Row row : rows) {
                byte[] bytes = Files.readAllBytes(Path.of(Results.text(row, "path")));
                Verdict.Classified expected = (Verdict.Classified) classifier.classify(bytes);
                assertThat(Results.text(row, "verdict")).isEqualTo(expected.label());
                assertThat((double) row.<Double>getAs("probability")).isEqualTo(expected.probability());
                assertThat((double) row.<Double>getAs("millis")).isPositive();
                assertThat(Results.text(row, "model_name")).isEqualTo("tiny");
                assertThat(Results.text(row, "model_digest")).isEqualTo(artifact.digest());
            }
        }
        assertThat(report.lines()).first().isEqualTo("tiny 1: 12 photographs scored, 0 had a result before");
    }

    @Test
    void aSecondRunDoesOnlyWhatIsMissing() throws IOException {
        score();
        Files.write(photographs.resolve("later.png"), DrawnPictures.png(50, 50, 99));

        ScoreReport second = score();
        ScoreReport third = score();

        assertThat(second.photographs()).isEqualTo(1);
        assertThat(second.before()).isEqualTo(12);
        assertThat(third.photographs()).isZero();
        assertThat(third.before()).isEqualTo(13);
        assertThat(paths(Results.in(out))).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void whatAnInterruptedRunHasFinishedIsKept() throws IOException {
        score();
        List<Path> parts = parts();
        Path gone = parts.get(0);
        long lost = LocalSpark.session().read().parquet(gone.toString()).count();
        Files.delete(gone);

        ScoreReport again = score();

        assertThat(lost).isPositive();
        assertThat(again.photographs()).isEqualTo(lost);
        assertThat(paths(Results.in(out))).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void aPhotographThatChangesIsScoredAgain() throws IOException {
        score();
        Files.write(photographs.resolve("_DSC1 #50%.jpg"), DrawnPictures.jpeg(200, 200, 77));

        assertThat(score().photographs()).isEqualTo(1);
        assertThat(Results.in(out)).hasSize(13);
    }

    @Test
    void anotherModelHasRowsOfItsOwn() throws IOException {
        score();

        ScoreReport other = score(TinyArtifact.write(folder.resolve("other"), "2", 2));

        assertThat(other.photographs()).isEqualTo(12);
        assertThat(Results.in(out).stream().map(row -> Results.text(row, "model_version")))
                .hasSize(24)
                .containsOnly("1", "2");
    }

    @Test
    void poisonedPhotographsCostTheirOwnRow() throws IOException {
        byte[] whole = DrawnPictures.jpeg(300, 300, 5);
        Files.write(photographs.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(photographs.resolve("empty.jpg"), new byte[0]);
        Files.write(photographs.resolve("notes.txt"), "no picture".getBytes(StandardCharsets.UTF_8));
        Files.write(photographs.resolve("bomb.png"), Bomb.png());
        try (RandomAccessFile large =
                new RandomAccessFile(photographs.resolve("large.jpg").toFile(), "rw")) {
            large.setLength(3_000_000_000L);
        }

        ScoreReport report = score();

        assertThat(report.failed()).isZero();
        assertThat(report.photographs()).isEqualTo(17);
        Map<String, String> reasons = Results.in(out).stream()
                .filter(row -> Results.text(row, "verdict").equals("refused"))
                .collect(Collectors.toMap(
                        row -> Path.of(Results.text(row, "path")).getFileName().toString(),
                        row -> Results.text(row, "reason")));
        assertThat(reasons)
                .containsEntry("cut.jpg", "DAMAGED")
                .containsEntry("empty.jpg", "NOT_AN_IMAGE")
                .containsEntry("notes.txt", "NOT_AN_IMAGE")
                .containsEntry("bomb.png", "TOO_MANY_PIXELS")
                .containsEntry("large.jpg", "TOO_LARGE")
                .hasSize(5);
        assertThat(score().photographs()).isZero();
    }

    @Test
    void sparksPageCountsWhatTheSummaryTells() throws Exception {
        Files.writeString(photographs.resolve("notes.txt"), "no picture");
        long bytes = 0;
        try (Stream<Path> files = Files.walk(photographs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        Map<String, Long> counted = new ConcurrentHashMap<>();
        SparkContext context = LocalSpark.session().sparkContext();
        SparkListener listener = new SparkListener() {
            @Override
            public void onStageCompleted(SparkListenerStageCompleted stage) {
                CollectionConverters.asJava(stage.stageInfo().accumulables())
                        .values()
                        .forEach(counter -> {
                            if (counter.name().isDefined() && counter.value().get() instanceof Long value) {
                                counted.put(counter.name().get(), value);
                            }
                        });
            }
        };
        context.addSparkListener(listener);
        try {
            score();
            context.listenerBus().waitUntilEmpty();
        } finally {
            context.removeSparkListener(listener);
        }

        assertThat(counted)
                .containsEntry("photographs classified", 12L)
                .containsEntry("photographs refused", 1L)
                .containsEntry("bytes read", bytes)
                .containsKey("milliseconds decoding and in the network");
    }

    @Test
    void whatCannotBeReadIsTriedAgain() throws IOException {
        Path table = folder.resolve("table.csv");
        Path absent = folder.resolve("absent.jpg");
        Files.writeString(
                table,
                "path,version\n\"" + photographs.resolve("_DSC1 #50%.jpg") + "\",v1\n\"" + absent + "\",v1\n\"" + absent
                        + "\",v1\n");
        ScoreRequest request = new ScoreRequest(model.toString(), Trust.ANYONE, null, table.toString(), out.toString());
        Scoring scoring = new Scoring(LocalSpark.session(), LocalSpark.settings());

        ScoreReport first = scoring.run(request);
        Files.write(absent, DrawnPictures.jpeg(60, 60, 3));
        ScoreReport second = scoring.run(request);

        assertThat(first.failed()).isEqualTo(1);
        assertThat(first.lines()).last().asString().contains("tried again").contains("There is no such file.");
        assertThat(Results.failedIn(out))
                .singleElement()
                .satisfies(row -> assertThat(Results.text(row, "reason")).isEqualTo("MISSING"));
        assertThat(second.photographs()).isEqualTo(1);
        assertThat(second.failed()).isZero();
        assertThat(paths(Results.in(out))).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void anInventoryOfABucketIsAListing() {
        Path inventory = folder.resolve("inventory.parquet");
        LocalSpark.session()
                .sql(
                        "SELECT * FROM VALUES ('b', 'a key.jpg', 'v1', 10L, true, false), ('b', 'old.jpg', 'v0', 10L, false, false),"
                                + " ('b', 'gone.jpg', 'v2', 0L, true, true) AS t(bucket, key, version_id, size, is_latest,"
                                + " is_delete_marker)")
                .write()
                .parquet(inventory.toString());

        assertThat(TableListing.of(inventory.toString(), LocalSpark.session()).collectAsList())
                .singleElement()
                .hasToString("[s3://b/a key.jpg,v1,10]");
    }

    @Test
    void whatCannotBeUsedIsToldInOneSentence() {
        Path nowhere = folder.resolve("nowhere");

        assertThatThrownBy(() -> score(nowhere))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(nowhere.toString());
        assertThatThrownBy(() -> new Scoring(LocalSpark.session(), LocalSpark.settings())
                        .run(new ScoreRequest(
                                model.toString(), Trust.ANYONE, nowhere.toString(), null, out.toString())))
                .isInstanceOf(UserException.class)
                .hasMessage("There is no folder '" + nowhere + "'; name the folder of the photographs.");
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("results"))) {
            return files.toList();
        }
    }

    private static List<String> paths(List<Row> rows) {
        return rows.stream().map(row -> Results.text(row, "path")).toList();
    }
}
