package dev.carornot.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.InputSpecification;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Comparison;
import dev.carornot.training.evaluation.Metrics.Interval;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Answer;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.evaluation.Predictions.Refused;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.robustness.Perturbation;
import dev.carornot.training.robustness.Robustness;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twelve drawn photographs, of which the model gets a red and a blue one wrong and refuses one. */
final class ReportFileTest {
    private static final Labels LABELS = new Labels("blue", "red");
    private static final ModelDescription MODEL = new ModelDescription("discs", "7", "fp32", LABELS);
    private static final String ODD_NAME = "<b>&\"odd\".jpg";

    @TempDir
    private Path folder;

    private final List<Photograph> photographs = new ArrayList<>();
    private final List<Prediction> predictions = new ArrayList<>();

    @BeforeEach
    void draw() throws IOException {
        for (int i = 0; i < 12; i++) {
            String name = i == 4 ? ODD_NAME : "bus/" + i + ".jpg";
            Path file = Files.write(folder.resolve(i + ".jpg"), DrawnPictures.jpeg(400, 300, i));
            boolean red = i % 2 == 0;
            photographs.add(new Photograph(file, name, red, "test", "web", red ? "" : "hard_negative", "0".repeat(64)));
            boolean wrong = i == 4 || i == 5;
            double sure = 0.7 + i / 50.0;
            predictions.add(new Prediction(
                    photographs.get(i),
                    red != wrong ? sure : 1 - sure,
                    red != wrong ? Answer.POSITIVE : Answer.NEGATIVE));
        }
    }

    private Predictions predictions() {
        return new Predictions(
                MODEL, predictions.subList(0, 11), List.of(new Refused(photographs.get(11), "It is <damaged>.")), 1);
    }

    private static Manifest manifest(double temperature) throws IOException {
        JsonNode provenance = new JsonMapper().readTree("""
                {"created": "2026-11-24T00:00:00Z", "data": {"sha256": "abc"},
                 "training": {"bestEpoch": 2, "epochs": [
                   {"epoch": 1, "trainingLoss": 0.5, "trainingAccuracy": 0.8, "validationLoss": 0.4, "validationAccuracy": 0.85},
                   {"epoch": 2, "trainingLoss": 0.3, "trainingAccuracy": 0.9, "validationLoss": 0.35, "validationAccuracy": 0.88}]}}
                """);
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "discs",
                "7",
                LABELS,
                new NetworkConfiguration(
                        new BackboneConfiguration(Variant.V1_5, List.of(1), 4), new HeadConfiguration(List.of(), 0)),
                new InputSpecification(new InputSize(24, 24), Normalization.IMAGENET),
                "fp32",
                new Decision(temperature, 0.4, 0.6),
                null,
                provenance,
                List.of());
    }

    private String report(double temperature, DataWarnings warnings) throws IOException {
        return report(temperature, warnings, HeatPictures.NONE);
    }

    private String report(double temperature, DataWarnings warnings, HeatPictures heat) throws IOException {
        Dataset dataset = new Dataset(LABELS, photographs);
        Robustness robustness = new Robustness(
                5, 11, 1, List.of(new Robustness.Effect(Perturbation.BLUR, 5, 2, new Interval(0.1, 0.7), 1, 3)));
        Predictions other = new Predictions(
                new ModelDescription("other", "1", "fp32", LABELS),
                predictions.stream()
                        .map(p ->
                                new Prediction(p.photograph(), p.photograph().positive() ? 0.9 : 0.1, Answer.UNCERTAIN))
                        .toList(),
                List.of(),
                1);
        Comparison comparison = Comparison.of(other, predictions(), dataset.digest(), "test");
        Path file = folder.resolve("new folder/report.html");
        ReportFile.write(
                new ReportContent(
                        manifest(temperature),
                        dataset,
                        List.of(new ReportContent.Split(
                                "test", predictions(), Optional.of(robustness), Optional.of(comparison), heat)),
                        warnings),
                file);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        return Files.readString(file);
    }

    @Test
    void thePageNeedsNothingBesideIt() throws IOException {
        String html = report(1, DataWarnings.NONE);
        HtmlChecks.needsNothingBesideIt(html);
        assertThat(HtmlChecks.values("src", html)).isNotEmpty();
    }

    @Test
    void everyErrorIsInTheGalleryAsASmallPicture() throws IOException {
        String html = report(1, DataWarnings.NONE);
        List<String> pictures = HtmlChecks.values("src", html);
        assertThat(pictures).hasSize(2);
        for (String picture : pictures) {
            byte[] jpeg = Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            assertThat(image.getWidth()).isEqualTo(160);
            assertThat(image.getHeight()).isEqualTo(120);
        }
        assertThat(html).contains("blue, called red: 0.8000", "red, called blue: 0.2200");
    }

    @Test
    void namesCannotBecomeMarkup() throws IOException {
        assertThat(report(1, DataWarnings.NONE))
                .contains("&lt;b&gt;&amp;&quot;odd&quot;.jpg", "It is &lt;damaged&gt;.")
                .doesNotContain(ODD_NAME, "<damaged>");
    }

    @Test
    void figuresAndSectionsAreThere() throws IOException {
        String html = report(1, DataWarnings.NONE);
        assertThat(html)
                .contains(
                        "Evaluation of discs 7",
                        "81.82\u00a0%",
                        "Epoch 2 of 2, with the least loss on validation, was kept: 0.3000 in training and 0.3500",
                        "A sample of 5 of the 11 photographs",
                        "60.00\u00a0%",
                        "Not told apart: of the 2 photographs",
                        "By kind of hard negative",
                        "2026-11-24T00:00:00Z",
                        "The temperature is 1: the probabilities are the network&#39;s own")
                .doesNotContain("Shortcut audit", "Label suspects", "training.epochs");
    }

    @Test
    void aTrainingThatIsAlwaysRightStillHasAxes() throws IOException {
        JsonNode epochs = new JsonMapper().readTree("""
                [{"epoch": 1, "trainingAccuracy": 1.0, "validationAccuracy": 1.0},
                 {"epoch": 2, "trainingAccuracy": 1.0, "validationAccuracy": 1.0}]
                """);
        assertThat(Charts.training("a", "accuracy", epochs, 1, "trainingAccuracy", "validationAccuracy")
                        .svg())
                .contains(">0.90</text>")
                .doesNotContain("NaN", "Infinity");
    }

    @Test
    void aTemperatureIsShownBesideTheNetworksOwnProbabilities() throws IOException {
        String html = report(2, DataWarnings.NONE);
        assertThat(html).contains("after temperature scaling by 2.0000", ">calibrated</text>", ">network alone</text>");
    }

    @Test
    void warningsAboutTheDataHaveTheirSections() throws IOException {
        DataWarnings warnings = new DataWarnings(
                List.of("The size alone guesses 90 % right."),
                List.of(new DataWarnings.Suspect(photographs.get(3), "looks red to every fold")));
        String html = report(1, warnings);
        assertThat(html)
                .contains("Shortcut audit", "The size alone guesses 90 % right.")
                .contains("Label suspects", "blue? looks red to every fold");
        assertThat(HtmlChecks.values("src", html)).hasSize(3);
    }

    @Test
    void whoCannotSeeFindsNamesForEverything() throws IOException {
        String html = report(2, DataWarnings.NONE);
        HtmlChecks.namesEverything(html);
        assertThat(HtmlChecks.all("<svg.*?</svg>", html)).hasSize(6);
    }

    @Test
    void aPhotographThatIsGoneLeavesWords() throws IOException {
        Files.delete(photographs.get(5).file());
        assertThat(report(1, DataWarnings.NONE)).contains("The file cannot be read any more.");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsOneSentence() throws IOException {
        Files.createFile(folder.resolve("new folder"));
        assertThatThrownBy(() -> report(1, DataWarnings.NONE))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("report.html", "cannot be written");
    }
}
