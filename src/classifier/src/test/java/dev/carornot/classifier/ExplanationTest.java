package dev.carornot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.explanation.HeatMap;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.image.Box;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"EAGER", "FP32", "BF16"})
    void anExplanationHasTheVerdictThatClassifyGivesToTheBit(Precision precision) throws IOException {
        ClassifierOptions options = ClassifierOptions.DEFAULT.with(PrecisionChoice.of(precision));
        try (Classifier classifier = Classifier.open(artifact(), options)) {
            assertSameVerdicts(classifier);
        }
    }

    @Test
    void soItHasWithOnnxRuntime() throws IOException {
        ClassifierOptions options = ClassifierOptions.DEFAULT.with(EngineChoice.ONNXRUNTIME);
        try (Classifier classifier = Classifier.open(artifact(), options)) {
            assertSameVerdicts(classifier);
        }
    }

    private static void assertSameVerdicts(Classifier classifier) {
        for (int seed = 0; seed < 8; seed++) {
            byte[] photograph = DrawnPictures.jpeg(100 + 30 * seed, 90, seed);
            Verdict.Classified plain = (Verdict.Classified) classifier.classify(photograph);
            Explanation.Explained explained = (Explanation.Explained) classifier.explain(photograph);
            assertThat(explained.verdict())
                    .usingRecursiveComparison()
                    .ignoringFields("timings")
                    .isEqualTo(plain);
            assertThat(explained.verdict()).hasSameClassAs(plain);
            assertThat(explained.verdict().timings().network()).isPositive();
        }
    }

    @Test
    void theHeatIsForThePositiveLabelAndLiesWhereTheNetworkLooked() throws IOException {
        try (Classifier classifier = Classifier.open(artifact())) {
            HeatMap heat = explain(classifier, DrawnPictures.jpeg(200, 100, 1)).heat();
            assertThat(heat.label()).isEqualTo("car");
            // 32 of the 36 pixels that the shorter side is brought to, in the middle.
            Box area = heat.area();
            assertThat(area.width()).isEqualTo(100 * 32 / 36.0);
            assertThat(area.height()).isEqualTo(area.width());
            assertThat(area.x()).isBetween(100 - area.width() / 2 - 3, 100 - area.width() / 2 + 3);
            assertThat(area.y()).isBetween(4.0, 7.0);
            assertThat(heat.map().rows()).isEqualTo(4);
            assertThat(Arrays.stream(heat.map().normalized()).map(Math::abs).max())
                    .hasValue(1);
        }
    }

    @Test
    void anOverlayIsThePhotographAtTheSizeAskedFor() throws IOException {
        try (Classifier classifier = Classifier.open(artifact())) {
            byte[] photograph = DrawnPictures.jpeg(400, 300, 1);
            Overlay.Painted painted = (Overlay.Painted) classifier.overlay(photograph, 200);
            assertThat(painted.explanation().verdict().probability())
                    .isEqualTo(explain(classifier, photograph).verdict().probability());
            Picture picture =
                    ((Decoding.Decoded) new ImageDecoder(ImageLimits.DEFAULT).decode(painted.png())).picture();
            assertThat(picture.width()).isEqualTo(200);
            assertThat(picture.height()).isEqualTo(150);
            assertThat(picture.rgb()).isEqualTo(painted.picture().rgb());
        }
    }

    @Test
    void whatIsNoPhotographIsRefusedWithTheReasonThatClassifyGives() throws IOException {
        try (Classifier classifier = Classifier.open(artifact())) {
            byte[] text = "no image".getBytes(StandardCharsets.UTF_8);
            Refusal refusal = ((Verdict.Refused) classifier.classify(text)).refusal();
            assertThat(((Explanation.Refused) classifier.explain(text))
                            .verdict()
                            .refusal())
                    .isEqualTo(refusal);
            assertThat(((Overlay.Refused) classifier.overlay(text, 100))
                            .verdict()
                            .refusal())
                    .isEqualTo(refusal);
        }
    }

    @Test
    void aClosedClassifierRefusesToExplain() throws IOException {
        Classifier classifier = Classifier.open(artifact());
        classifier.close();
        assertThatThrownBy(() -> classifier.explain(DrawnPictures.png(40, 40, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyThreadsGetTheHeatThatOneGets() throws Exception {
        try (Classifier classifier = Classifier.open(artifact())) {
            List<byte[]> photographs = new ArrayList<>();
            List<double[]> expected = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                photographs.add(DrawnPictures.jpeg(100 + 10 * i, 90, i));
                expected.add(heat(classifier, photographs.get(i)));
            }
            ExecutorService pool = Executors.newFixedThreadPool(12);
            try {
                List<Future<double[]>> answers = new ArrayList<>();
                for (int i = 0; i < 120; i++) {
                    byte[] photograph = photographs.get(i % 6);
                    answers.add(pool.submit(() -> heat(classifier, photograph)));
                    pool.execute(() -> classifier.classify(photograph));
                }
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(answers.get(i).get()).isEqualTo(expected.get(i % 6));
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void openingExplainingAndClosingGivesTheMemoryBack() throws Exception {
        long allowed = 48L << 20;
        Artifact artifact = artifact();
        byte[] photograph = DrawnPictures.jpeg(400, 300, 1);
        assertThat(ResidentMemory.growth(3, () -> openAndExplain(artifact, photograph, 16)))
                .isLessThan(allowed);
    }

    private static void openAndExplain(Artifact artifact, byte[] photograph, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Classifier classifier = Classifier.open(artifact)) {
                classifier.explain(photograph);
                classifier.overlay(photograph, 300);
            }
        }
    }

    private static double[] heat(Classifier classifier, byte[] photograph) {
        return explain(classifier, photograph).heat().map().contributions();
    }

    private static Explanation.Explained explain(Classifier classifier, byte[] photograph) {
        return (Explanation.Explained) classifier.explain(photograph);
    }

    private Artifact artifact() throws IOException {
        Path artifact = folder.resolve("model");
        ArtifactWriter.write(artifact, TinyModel.draft(), TinyModel.weights(), Map.of());
        return Artifact.open(new FolderFiles(artifact));
    }
}
