package dev.carornot.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.evaluation.Evaluation.AtThresholds;
import dev.carornot.training.evaluation.Evaluation.Misclassified;
import dev.carornot.training.evaluation.Evaluation.OfSource;
import dev.carornot.training.evaluation.Evaluation.RefusedPhotograph;
import dev.carornot.training.evaluation.Metrics.Confusion;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With photographs that are text, and a classifier that reads its answer there. */
final class EvaluationTest {
    private static final Labels LABELS = new Labels("not_car", "car");
    private static final ModelDescription MODEL = new ModelDescription("model", "7", "fp32", LABELS);
    private static final double LOWER = 0.3;
    private static final double UPPER = 0.7;

    @TempDir
    private Path folder;

    private final List<Photograph> photographs = new ArrayList<>();

    private EvaluationTest photograph(String path, boolean positive, String source, String content) {
        try {
            Path file = Files.writeString(folder.resolve(path), content);
            String sha256 = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
            photographs.add(new Photograph(file, path, positive, "test", source, "", sha256));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Verdict classify(byte[] bytes) {
        Timings timings = new Timings(0, 0, 0, 0);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals("broken")) {
            return new Verdict.Refused(new Refusal(Refusal.Reason.DAMAGED, "It is damaged."), MODEL, timings);
        }
        double probability = Double.parseDouble(text);
        if (probability >= UPPER) {
            return new Verdict.Positive(probability, 1, 1, MODEL, timings);
        }
        return probability < LOWER
                ? new Verdict.Negative(probability, 1, 1, MODEL, timings)
                : new Verdict.Uncertain(probability, 1, 1, MODEL, timings);
    }

    private EvaluationTest sixPhotographs() {
        return photograph("a.jpg", true, "web", "0.9")
                .photograph("b.jpg", true, "web", "0.2")
                .photograph("c.jpg", false, "street", "0.1")
                .photograph("d.jpg", false, "street", "0.6")
                .photograph("e.jpg", false, "", "0.4")
                .photograph("f.jpg", true, "web", "broken");
    }

    private Predictions predict() {
        return new Evaluator(MODEL, EvaluationTest::classify, 3).predict(photographs, ProgressFactory.SILENT);
    }

    private Evaluation evaluate() {
        return Evaluation.of(predict(), new Dataset(LABELS, photographs), "test");
    }

    @Test
    void figuresAreThoseOfTheClassifiedPhotographs() {
        Evaluation evaluation = sixPhotographs().evaluate();
        assertThat(evaluation.model()).isEqualTo(MODEL);
        assertThat(evaluation.dataDigest()).isEqualTo(new Dataset(LABELS, photographs).digest());
        assertThat(evaluation.split()).isEqualTo("test");
        assertThat(evaluation.photographs()).isEqualTo(6);
        assertThat(evaluation.count()).isEqualTo(5);
        assertThat(evaluation.errors()).isEqualTo(2);
        assertThat(evaluation.accuracy()).isEqualTo(0.6, within(1e-12));
        assertThat(evaluation.confusion()).isEqualTo(new Confusion(1, 1, 2, 1));
        // Pairs: 0.9 beats all three, 0.2 beats 0.1 only.
        assertThat(evaluation.auroc()).isEqualTo(4 / 6.0, within(1e-12));
        assertThat(evaluation.brier()).isEqualTo((0.01 + 0.64 + 0.01 + 0.36 + 0.16) / 5, within(1e-12));
        assertThat(evaluation.errorRateInterval()).isEqualTo(Metrics.wilson(2, 5));
        assertThat(evaluation.photographsPerSecond()).isPositive();
        // Ranked: 0.9 (right), 0.6, 0.4, then 0.2, the other car.
        assertThat(evaluation.averagePrecision()).isEqualTo((1 + 2 / 4.0) / 2, within(1e-12));
        assertThat(evaluation.intervals().auroc().low()).isLessThan(evaluation.auroc());
        // At 90 % coverage all five are decided.
        assertThat(evaluation.errorAtCoverage()).isEqualTo(2 / 5.0, within(1e-12));
    }

    @Test
    void theModelsOwnThresholdsAreCountedApart() {
        assertThat(sixPhotographs().evaluate().atThresholds()).isEqualTo(new AtThresholds(2, 3, 1));
    }

    @Test
    void eachSourceHasItsFigures() {
        assertThat(sixPhotographs().evaluate().bySource())
                .isEqualTo(Map.of(
                        "web", new OfSource(2, 1, 0.5),
                        "street", new OfSource(2, 1, 0.5),
                        "not stated", new OfSource(1, 0, 1)));
    }

    @Test
    void hardNegativesHaveTheirFiguresByTheFolderThatHoldsThem() throws IOException {
        Files.createDirectories(folder.resolve("images/bus"));
        sixPhotographs().photograph("images/bus/1.jpg", false, "web", "0.7");
        Photograph bus = photographs.remove(6);
        photographs.add(new Photograph(
                bus.file(), bus.path(), false, "test", "web", "hard_negative; seen at night", bus.sha256()));
        assertThat(evaluate().byHardNegative()).isEqualTo(Map.of("bus", new OfSource(1, 1, 0)));
        assertThat(EvaluationText.of(evaluate())).contains("By hard-negative kind:", "1 of      1 wrong  bus");
    }

    @Test
    void errorsAreListedTheMostConfidentFirst() {
        assertThat(sixPhotographs().evaluate().misclassified())
                .containsExactly(new Misclassified("b.jpg", "car", 0.2), new Misclassified("d.jpg", "not_car", 0.6));
    }

    @Test
    void refusedPhotographsAreListedWithTheirReason() throws IOException {
        sixPhotographs();
        Files.delete(folder.resolve("e.jpg"));
        assertThat(evaluate().refused()).extracting(RefusedPhotograph::path).containsExactly("e.jpg", "f.jpg");
        assertThat(evaluate().refused().get(0).reason()).startsWith("The file cannot be read");
        assertThat(evaluate().refused().get(1).reason()).isEqualTo("It is damaged.");
    }

    @Test
    void aClassThatWasRefusedAltogetherCannotBeJudged() {
        photograph("a.jpg", true, "", "broken").photograph("b.jpg", false, "", "0.1");
        assertThatThrownBy(this::evaluate)
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("'test'", "2 photographs", "1 were refused", "one class");
    }

    @Test
    void theJsonFileHoldsEveryFigure() throws IOException {
        Path file = folder.resolve("new folder/figures.json");
        EvaluationFiles.writeJson(sixPhotographs().evaluate(), file);
        JsonNode json = new JsonMapper().readTree(file.toFile());
        assertThat(json.get("count").asInt()).isEqualTo(5);
        assertThat(json.get("errors").asInt()).isEqualTo(2);
        assertThat(json.get("accuracy").asDouble()).isEqualTo(0.6, within(1e-12));
        assertThat(json.get("auroc").asDouble()).isEqualTo(4 / 6.0, within(1e-12));
        assertThat(json.get("ece").isDouble()).isTrue();
        assertThat(json.at("/bySource/web/errors").asInt()).isEqualTo(1);
        assertThat(json.at("/misclassified/0/path").asText()).isEqualTo("b.jpg");
        assertThat(json.at("/misclassified/0/label").asText()).isEqualTo("car");
        assertThat(json.at("/misclassified/0/probability").asDouble()).isEqualTo(0.2);
        assertThat(json.at("/confusion/falseNegatives").asInt()).isEqualTo(1);
        assertThat(json.at("/errorRateInterval/high").isDouble()).isTrue();
        assertThat(json.at("/refused/0/reason").asText()).isEqualTo("It is damaged.");
        assertThat(json.at("/model/name").asText()).isEqualTo("model");
        assertThat(json.at("/model/labels/positive").asText()).isEqualTo("car");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void thePredictionsFileHasALineForEveryPhotograph() throws IOException {
        Path file = folder.resolve("predictions.csv");
        photograph("with, comma.jpg", true, "", "0.75");
        sixPhotographs();
        EvaluationFiles.writePredictions(predict(), LABELS, file);
        assertThat(Files.readString(file)).isEqualTo("""
                        path,label,probability
                        a.jpg,car,0.9
                        b.jpg,car,0.2
                        c.jpg,not_car,0.1
                        d.jpg,not_car,0.6
                        e.jpg,not_car,0.4
                        f.jpg,car,
                        "with, comma.jpg",car,0.75
                        """);
    }

    @Test
    void aFileThatCannotBeWrittenIsOneSentence() throws IOException {
        Path occupied = Files.createFile(folder.resolve("occupied"));
        assertThatThrownBy(
                        () -> EvaluationFiles.writeJson(sixPhotographs().evaluate(), occupied.resolve("figures.json")))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("figures.json", "cannot be written");
    }

    @Test
    void theTextSaysWhatThereIsToSay() {
        assertThat(EvaluationText.of(sixPhotographs().evaluate()))
                .startsWith("model 7 (fp32) on the split 'test'")
                .contains(
                        "2 of 5 classified",
                        "60.00 %",
                        "AUROC             0.6667",
                        "car: 1 right, 1 called not_car",
                        "not_car: 2 right, 1 called car",
                        "2 uncertain, 1 of 3 decided are wrong",
                        "refused           1 of 6",
                        "0.2000  car  b.jpg",
                        "f.jpg: It is damaged.")
                .endsWith("\n");
    }
}
