package dev.carornot.training.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.training.audit.ShortcutReport.Figure;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
    private static final Labels LABELS = new Labels("not_car", "car");

    @TempDir
    private Path folder;

    private final List<Photograph> photographs = new ArrayList<>();

    private Photograph add(String path, byte[] content, boolean positive, String split, String source)
            throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Photograph photograph = new Photograph(file, path, positive, split, source, "", Sha256.of(content));
        photographs.add(photograph);
        return photograph;
    }

    private Dataset dataset() {
        return new Dataset(LABELS, photographs);
    }

    /** Both classes in two splits; {@code wide} makes cars wider than the rest. */
    private void pictures(int each, boolean wide) throws IOException {
        for (String split : List.of("train", "test")) {
            for (int i = 0; i < each; i++) {
                boolean car = i % 2 == 0;
                int seed = i + (split.equals("train") ? 0 : 1000);
                int width = 60 + seed % 7 + (wide && car ? 20 : 0);
                add(split + "/" + i + ".jpg", DrawnPictures.jpeg(width, 50, seed), car, split, car ? "a" : "b");
            }
        }
    }

    /** Features in which the classes lie apart, whatever the labels say: the path tells the truth. */
    private static Features features(List<Photograph> asked) {
        List<float[]> vectors = new ArrayList<>();
        for (Photograph photograph : asked) {
            Random random = new Random(photograph.path().hashCode());
            boolean car = Integer.parseInt(photograph.path().replaceAll("\\D", "")) % 2 == 0;
            float[] vector = new float[16];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (random.nextGaussian() / 8 + (car == i < 8 ? 1 : 0));
            }
            vectors.add(vector);
        }
        return new Features(asked, vectors, List.of());
    }

    @Test
    void copiesAreFoundWithinAndAcrossSplitsAndLabels() throws IOException {
        byte[] picture = DrawnPictures.jpeg(60, 40, 1);
        add("a.jpg", picture, true, "train", "s");
        add("b.jpg", picture, true, "test", "s");
        add("c.jpg", picture, false, "train", "s");
        add("d.jpg", DrawnPictures.jpeg(60, 40, 2), false, "train", "s");
        Duplicates copies = new Audit(ProgressFactory.SILENT).run(dataset()).copies();
        assertThat(copies.pairs())
                .extracting(pair -> pair.first().path(), pair -> pair.second().path())
                .containsExactlyInAnyOrder(tuple("a.jpg", "b.jpg"), tuple("a.jpg", "c.jpg"));
        assertThat(copies.acrossSplits()).isEqualTo(1);
        assertThat(copies.acrossLabels()).isEqualTo(1);
    }

    @Test
    void lookAlikesAreFoundAndAreNoCopies() throws IOException {
        add("a.jpg", DrawnPictures.jpeg(200, 150, 1), true, "train", "s");
        add("b.png", DrawnPictures.png(200, 150, 1), true, "test", "s");
        add("c.jpg", DrawnPictures.jpeg(200, 150, 2), false, "train", "s");
        AuditReport report = new Audit(ProgressFactory.SILENT).run(dataset());
        assertThat(report.copies().pairs()).isEmpty();
        assertThat(report.lookAlikes().pairs())
                .singleElement()
                .satisfies(pair -> assertThat(
                                List.of(pair.first().path(), pair.second().path()))
                        .containsExactlyInAnyOrder("a.jpg", "b.png"));
        assertThat(report.lookAlikes().acrossSplits()).isEqualTo(1);
        assertThat(report.warnings())
                .anySatisfy(w -> assertThat(w).startsWith("1 pair of photographs in two splits look alike"));
    }

    @Test
    void unreadableFilesAreListedAndTheRestIsChecked() throws IOException {
        pictures(6, false);
        add("broken.jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, 1}, true, "train", "a");
        AuditReport report = new Audit(ProgressFactory.SILENT).run(dataset(), AuditTest::features);
        assertThat(report.unreadable())
                .singleElement()
                .satisfies(u -> assertThat(u.path()).isEqualTo("broken.jpg"));
        assertThat(report.suspects().examined()).isEqualTo(12);
        assertThat(report.shortcut()).isNull();
        assertThat(report.warnings()).anySatisfy(w -> assertThat(w).isEqualTo("1 of 13 photographs cannot be read."));
    }

    @Test
    void sourcesOfOneClassAreNamed() throws IOException {
        pictures(4, false);
        add("c.jpg", DrawnPictures.jpeg(60, 40, 5000), true, "train", "both");
        add("d.jpg", DrawnPictures.jpeg(60, 40, 5001), false, "test", "both");
        AuditReport report = new Audit(ProgressFactory.SILENT).run(dataset());
        assertThat(report.balance())
                .containsExactly(
                        new SourceBalance("a", "test", 2, 0),
                        new SourceBalance("a", "train", 2, 0),
                        new SourceBalance("b", "test", 0, 2),
                        new SourceBalance("b", "train", 0, 2),
                        new SourceBalance("both", "test", 0, 1),
                        new SourceBalance("both", "train", 1, 0));
        assertThat(report.warnings()).anySatisfy(w -> assertThat(w).contains("80 % of the photographs", ": a, b."));
    }

    @Test
    void wrongLabelsAreSuspected() throws IOException {
        pictures(80, false);
        for (int wrong : List.of(3, 10, 21)) {
            Photograph p = photographs.get(wrong);
            photographs.set(
                    wrong,
                    new Photograph(p.file(), p.path(), !p.positive(), p.split(), p.source(), p.note(), p.sha256()));
        }
        LabelSuspects suspects = new Audit(ProgressFactory.SILENT)
                .run(dataset(), AuditTest::features)
                .suspects();
        assertThat(suspects.suspects())
                .extracting(suspect -> suspect.place().path())
                .containsExactlyInAnyOrder("train/3.jpg", "train/10.jpg", "train/21.jpg");
        assertThat(suspects.outOfFoldAccuracy()).isGreaterThan(0.95);
    }

    @Test
    void labelsOfOneClassCannotBeDoubted() throws IOException {
        add("1.jpg", DrawnPictures.jpeg(60, 40, 1), true, "train", "s");
        assertThatThrownBy(() -> new Audit(ProgressFactory.SILENT).run(dataset(), AuditTest::features))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("leave --backbone out");
    }

    @Test
    void picturesOfLikeFeaturesAreFound() throws IOException {
        add("1.jpg", DrawnPictures.jpeg(60, 40, 1), true, "train", "s");
        add("2.jpg", DrawnPictures.jpeg(60, 40, 2), true, "test", "s");
        add("3.jpg", DrawnPictures.jpeg(60, 40, 3), false, "train", "s");
        Map<String, float[]> vectors = Map.of(
                "1.jpg", new float[] {1, 2, 3},
                "2.jpg", new float[] {2, 4, 6.01f},
                "3.jpg", new float[] {3, 2, 1});
        AuditReport report = new Audit(ProgressFactory.SILENT)
                .run(
                        dataset(),
                        asked -> new Features(
                                asked,
                                asked.stream().map(p -> vectors.get(p.path())).toList(),
                                List.of()));
        assertThat(report.likeFeatures().pairs())
                .singleElement()
                .satisfies(pair -> assertThat(pair.measure()).isBetween(0.999, 1.0));
        assertThat(report.likeFeatures().acrossSplits()).isEqualTo(1);
    }

    @Test
    void aShortcutIsMeasuredAndWarnedOf() throws IOException {
        pictures(60, true);
        ShortcutReport report =
                ShortcutAudit.of(dataset(), ProgressFactory.SILENT).orElseThrow();
        assertThat(report.trainedOn()).isEqualTo(60);
        assertThat(report.figures()).extracting(Figure::split).containsExactly("train (out of fold)", "test");
        assertThat(report.figures()).allSatisfy(figure -> {
            assertThat(figure.count()).isEqualTo(60);
            assertThat(figure.accuracy()).isGreaterThan(0.95);
            assertThat(figure.majority()).isEqualTo(0.5);
            assertThat(figure.interval().low()).isLessThan(figure.accuracy());
            assertThat(figure.isShortcut()).isTrue();
        });
        assertThat(ShortcutAudit.ofSplit("validation", dataset(), ProgressFactory.SILENT))
                .isEmpty();
        assertThat(ShortcutAudit.ofSplit("test", dataset(), ProgressFactory.SILENT))
                .contains(report.figures().get(1));
        assertThat(report.figures().get(1).sentence())
                .contains("of 60 photographs of 'test' right", "always the larger class: 50.0 %");
    }

    @Test
    void withoutAShortcutThereIsNoWarning() throws IOException {
        pictures(60, false);
        ShortcutReport report =
                ShortcutAudit.of(dataset(), ProgressFactory.SILENT).orElseThrow();
        assertThat(report.figures()).noneMatch(Figure::isShortcut);
    }

    @Test
    void verdictsThatFollowTheSizeAreGuessed() throws IOException {
        pictures(60, true);
        Map<Photograph, Boolean> bySize = new HashMap<>();
        Map<Photograph, Boolean> byNumber = new HashMap<>();
        for (Photograph photograph : photographs) {
            bySize.put(photograph, photograph.positive());
            byNumber.put(photograph, photograph.sha256().charAt(0) < '8');
        }
        assertThat(ShortcutAudit.ofVerdicts("test", bySize, ProgressFactory.SILENT)
                        .orElseThrow()
                        .accuracy())
                .isGreaterThan(0.95);
        assertThat(ShortcutAudit.ofVerdicts("test", byNumber, ProgressFactory.SILENT)
                        .orElseThrow()
                        .isShortcut())
                .isFalse();
        assertThat(ShortcutAudit.ofVerdicts("test", Map.of(), ProgressFactory.SILENT))
                .isEmpty();
    }

    @Test
    void theOrderOfListingDoesNotMatter() throws IOException {
        pictures(40, true);
        AuditReport one = new Audit(ProgressFactory.SILENT).run(dataset(), AuditTest::features);
        Collections.shuffle(photographs, new Random(3));
        assertThat(new Audit(ProgressFactory.SILENT).run(dataset(), AuditTest::features))
                .isEqualTo(one);
    }

    @Test
    void theReportIsWrittenForProgramsAndForPeople(@TempDir Path out) throws IOException {
        pictures(40, true);
        add("test/<b>&.jpg", DrawnPictures.jpeg(200, 150, 5000), true, "test", "a");
        add("train/b.png", DrawnPictures.png(200, 150, 5000), true, "train", "a");
        Dataset dataset = dataset();
        AuditReport report = new Audit(ProgressFactory.SILENT).run(dataset);
        AuditFiles.write(report, dataset, out);
        JsonNode json = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertThat(json.get("photographs").asInt()).isEqualTo(82);
        assertThat(json.get("suspects").isNull()).isTrue();
        assertThat(json.get("shortcut").get("figures")).hasSize(2);
        assertThat(json.get("lookAlikes").get("acrossSplits").asInt()).isEqualTo(1);
        assertThat(json.get("warnings")).isNotEmpty();
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page)
                .contains("test/&lt;b&gt;&amp;.jpg (test, car)", "data:image/jpeg;base64,", "name one with --backbone")
                .doesNotContain("<b>", "src=\"http", "href=")
                .endsWith("</html>\n");
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void onRealPhotographsTheShortcutShowsAndNoCopiesDo() {
        Path data = Shared.require("data/manifest.csv");
        Dataset all = new DatasetReader(LABELS, RandomSplit.DEFAULT, ProgressFactory.SILENT).read(data);
        // One in eight by content; enough for wide margins below.
        Dataset sample = new Dataset(
                LABELS,
                all.photographs().stream()
                        .filter(p -> "02".indexOf(p.sha256().charAt(0)) >= 0)
                        .toList());
        AuditReport report = new Audit(ProgressFactory.SILENT).run(sample);
        assertThat(report.unreadable()).isEmpty();
        assertThat(report.copies().pairs()).isEmpty();
        assertThat(report.lookAlikes().acrossLabels()).isZero();
        assertThat(SourceBalance.ofOneClass(report.balance())).contains("stanford_cars", "intel_scenes");
        Map<String, Figure> figures = new HashMap<>();
        report.shortcutIfAny().orElseThrow().figures().forEach(figure -> figures.put(figure.split(), figure));
        assertThat(figures.get("test").accuracy()).isBetween(0.8, 0.97);
        assertThat(figures.get("test").isShortcut()).isTrue();
        assertThat(figures.get("real_world").balancedAccuracy()).isBetween(0.4, 0.75);
    }

    @Test
    void suspectsAreReadBackFromTheReportOfTheSameData(@TempDir Path out) throws IOException {
        pictures(40, true);
        Dataset dataset = dataset();
        AuditReport report = new Audit(ProgressFactory.SILENT).run(dataset, AuditTest::features);
        Photograph doubted = photographs.get(3);
        LabelSuspects suspects = new LabelSuspects(
                40,
                0.9,
                0.8,
                0.7,
                List.of(new LabelSuspects.Suspect(new LabelNames(dataset.labels()).place(doubted), 0.125)));
        AuditFiles.write(withSuspects(report, suspects), dataset, out);
        Path file = out.resolve("report.json");
        assertThat(AuditFiles.suspects(file, dataset)).containsExactly(Map.entry(doubted, 0.125));

        AuditFiles.write(new Audit(ProgressFactory.SILENT).run(dataset), dataset, out);
        assertThatThrownBy(() -> AuditFiles.suspects(file, dataset))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("with a --backbone");
        photographs.remove(0);
        assertThatThrownBy(() -> AuditFiles.suspects(file, dataset()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("other photographs");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> AuditFiles.suspects(file, dataset))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no report.json");
        assertThatThrownBy(() -> AuditFiles.suspects(out.resolve("none.json"), dataset))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("There is no report");
    }

    private static AuditReport withSuspects(AuditReport report, LabelSuspects suspects) {
        return new AuditReport(
                report.dataDigest(),
                report.labels(),
                report.photographs(),
                report.unreadable(),
                report.copies(),
                report.lookAlikes(),
                report.likeFeatures(),
                report.balance(),
                suspects,
                report.shortcut());
    }

    @Test
    void aReportSaysWhetherAModelFollowsTheFilesMoreThanTheLabelsDo() throws IOException {
        // Sizes tell nothing of the labels, but the model answers by them.
        for (int i = 0; i < 120; i++) {
            boolean wide = i % 4 < 2;
            add("test/" + i + ".png", DrawnPictures.png(wide ? 40 : 20, 20, i), i % 2 == 0, "test", "a");
            add("train/" + i + ".png", DrawnPictures.png(wide ? 40 : 20, 20, 500 + i), i % 2 == 0, "train", "a");
        }
        Dataset dataset = dataset();
        Predictions bySize = predictions(dataset, photograph -> {
            String name = photograph.path();
            return Integer.parseInt(name.substring(name.indexOf('/') + 1, name.indexOf('.'))) % 4 < 2;
        });
        assertThat(ModelShortcuts.sentences("test", bySize, dataset, ProgressFactory.SILENT))
                .hasSize(2)
                .satisfiesExactly(
                        labels -> assertThat(labels)
                                .contains("120 photographs of 'test'", "no better than the larger class always."),
                        verdicts -> assertThat(verdicts).contains("it has learnt the shortcut."));
        Predictions byLabel = predictions(dataset, Photograph::positive);
        assertThat(ModelShortcuts.sentences("test", byLabel, dataset, ProgressFactory.SILENT)
                        .get(1))
                .contains("does not follow the files");
    }

    private static Predictions predictions(Dataset dataset, Predicate<Photograph> answer) {
        return new Predictions(
                new ModelDescription("model", "1", "fp32", dataset.labels()),
                dataset.split("test").stream()
                        .map(photograph -> new Prediction(
                                photograph, answer.test(photograph) ? 0.9 : 0.1, Predictions.Answer.UNCERTAIN))
                        .toList(),
                List.of(),
                1);
    }
}
