package dev.carornot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.HeadGradient;
import dev.carornot.classifier.program.ClassifierProgram;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
    @TempDir
    private Path folder;

    @Test
    void aPhotographGetsAProbabilityAndItsUprightSize() throws IOException {
        try (Classifier classifier = Classifier.open(artifact(TinyModel.weights()))) {
            Verdict verdict = classifier.classify(DrawnPictures.jpeg(200, 120, 1));
            assertThat(verdict).isInstanceOf(Verdict.Classified.class);
            Verdict.Classified classified = (Verdict.Classified) verdict;
            assertThat(classified.probability()).isBetween(0.0, 1.0);
            assertThat(classified.width()).isEqualTo(200);
            assertThat(classified.height()).isEqualTo(120);
            assertThat(classified.model().name()).isEqualTo("tiny");
            // Of a model without int8 weights the fastest is bf16 or fp32, as the processor is.
            Precision fastest = Programs.choose(PrecisionChoice.AUTO, false, EngineChoice.PYTORCH, Processor.current());
            assertThat(classified.model().precision()).isEqualTo(fastest.label());
            Timings timings = classified.timings();
            assertThat(timings.network()).isPositive();
            assertThat(timings.decode() + timings.resize() + timings.network())
                    .isLessThanOrEqualTo(timings.total() + 1e-6);
        }
    }

    @Test
    void bothEnginesGiveTheSameAnswer() throws IOException {
        byte[] photograph = DrawnPictures.jpeg(200, 120, 1);
        Artifact artifact = artifact(TinyModel.weights());
        ClassifierOptions floats = ClassifierOptions.DEFAULT.with(PrecisionChoice.of(Precision.FP32));
        ClassifierOptions onnxRuntime = floats.with(EngineChoice.ONNXRUNTIME);
        try (Classifier pytorch = Classifier.open(artifact, floats);
                Classifier onnx = Classifier.open(artifact, onnxRuntime)) {
            Verdict.Classified expected = (Verdict.Classified) pytorch.classify(photograph);
            Verdict.Classified verdict = (Verdict.Classified) onnx.classify(photograph);
            assertThat(verdict.probability()).isCloseTo(expected.probability(), within(1e-4));
            assertThat(verdict.model()).isEqualTo(expected.model());
        }
    }

    @Test
    void theThresholdsDecideAndTheUpperOneBelongsToThePositives() {
        // TinyModel's thresholds are 0.4 and 0.6, its temperature 1.
        assertThat(decide(logit(0.6) + 1e-5)).isInstanceOf(Verdict.Positive.class);
        assertThat(label(logit(0.6) + 1e-5)).isEqualTo("car");
        assertThat(label(logit(0.6) - 1e-4)).isEqualTo("uncertain");
        assertThat(label(logit(0.4) + 1e-4)).isEqualTo("uncertain");
        assertThat(label(logit(0.4) - 1e-4)).isEqualTo("not_car");
        assertThat(decide(-40)).isInstanceOf(Verdict.Negative.class);
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }

    private static String label(double logit) {
        return ((Verdict.Classified) decide(logit)).label();
    }

    private static Verdict decide(double logit) {
        try (Classifier classifier = new Classifier(
                TinyModel.draft(),
                new FixedProgram((float) logit),
                HeadGradient.of(TinyModel.NETWORK, TinyModel.weights()),
                new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO))) {
            return classifier.classify(DrawnPictures.png(40, 40, 1));
        }
    }

    @Test
    void whatIsNoPhotographIsRefusedWithAReason() throws IOException {
        ClassifierOptions strict =
                new ClassifierOptions(new ImageLimits(1_000_000, 10_000), 1, 1, PrecisionChoice.AUTO);
        try (Classifier classifier = Classifier.open(artifact(TinyModel.weights()), strict)) {
            assertThat(reason(classifier, "no image".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(Refusal.Reason.NOT_AN_IMAGE);
            assertThat(reason(classifier, new byte[0])).isEqualTo(Refusal.Reason.NOT_AN_IMAGE);
            assertThat(reason(classifier, new byte[1_000_001])).isEqualTo(Refusal.Reason.TOO_LARGE);
            assertThat(reason(classifier, DrawnPictures.png(101, 100, 1))).isEqualTo(Refusal.Reason.TOO_MANY_PIXELS);
            byte[] half = DrawnPictures.png(90, 90, 1);
            assertThat(reason(classifier, Arrays.copyOf(half, half.length / 2))).isEqualTo(Refusal.Reason.DAMAGED);
        }
    }

    private static Refusal.Reason reason(Classifier classifier, byte[] bytes) {
        return ((Verdict.Refused) classifier.classify(bytes)).refusal().reason();
    }

    @Test
    void weightsThatAreNoNumbersAreFoundAtOpening() throws IOException {
        Map<String, Tensor> weights = new LinkedHashMap<>(TinyModel.weights());
        weights.put("head.output.bias", Tensor.of(new float[] {Float.NaN}, new Shape(1)));
        Artifact artifact = artifact(weights);
        assertThatThrownBy(() -> Classifier.open(artifact))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("no number");
    }

    @Test
    void weightsOfAnotherNetworkAreFoundAtOpening() throws IOException {
        Map<String, Tensor> weights = new LinkedHashMap<>(TinyModel.weights());
        weights.remove("layer2.0.conv3.weight");
        Artifact artifact = artifact(weights);
        assertThatThrownBy(() -> Classifier.open(artifact))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("layer2.0.conv3.weight");
    }

    @Test
    void manyThreadsGetTheVerdictsThatOneGets() throws Exception {
        try (Classifier classifier = Classifier.open(artifact(TinyModel.weights()))) {
            List<byte[]> photographs = new ArrayList<>();
            List<Double> expected = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                photographs.add(DrawnPictures.jpeg(100 + 10 * i, 90, i));
                expected.add(probability(classifier, photographs.get(i)));
            }
            ExecutorService pool = Executors.newFixedThreadPool(12);
            try {
                List<Future<Double>> answers = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    byte[] photograph = photographs.get(i % 6);
                    answers.add(pool.submit(() -> probability(classifier, photograph)));
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
    void openingAndClosingGivesTheMemoryBack() throws Exception {
        long allowed = 48L << 20;
        Artifact artifact = artifact(TinyModel.weights());
        byte[] photograph = DrawnPictures.jpeg(400, 300, 1);
        assertThat(ResidentMemory.growth(5, () -> openAndClassify(artifact, photograph, 16)))
                .isLessThan(allowed);
    }

    private static void openAndClassify(Artifact artifact, byte[] photograph, int times) throws ArtifactException {
        for (int i = 0; i < times; i++) {
            try (Classifier classifier = Classifier.open(artifact)) {
                probability(classifier, photograph);
            }
        }
    }

    @Test
    void aClosedClassifierRefusesToWork() throws IOException {
        Classifier classifier = Classifier.open(artifact(TinyModel.weights()));
        classifier.close();
        assertThatThrownBy(() -> classifier.classify(DrawnPictures.png(40, 40, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static double probability(Classifier classifier, byte[] photograph) {
        return ((Verdict.Classified) classifier.classify(photograph)).probability();
    }

    private Artifact artifact(Map<String, Tensor> weights) throws IOException {
        Path artifact = folder.resolve("model");
        ArtifactWriter.write(artifact, TinyModel.draft(), weights, Map.of());
        return Artifact.open(new FolderFiles(artifact));
    }

    /** Says the same of every picture. */
    private record FixedProgram(float logit) implements ClassifierProgram {
        @Override
        public float[][] run(byte[] pixels, int count) {
            return new float[][] {{logit}};
        }

        @Override
        public MappedLogit explain(byte[] pixels) {
            int channels = TinyModel.NETWORK.backbone().features();
            return new MappedLogit(logit, new FeatureMaps(channels, 1, 1, new float[channels]));
        }

        @Override
        public String precision() {
            return "fixed";
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
