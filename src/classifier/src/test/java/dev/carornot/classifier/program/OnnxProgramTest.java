package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.QuantizedNetwork;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorFiles;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OnnxProgramTest {
    private static final int SIDE = TinyModel.SIDE;
    private static final int LENGTH = 3 * SIDE * SIDE;
    private static final int PICTURES = 16;

    /** Rounding in another order may move an activation by one level; a level of the logit's sum is about 0.01 here. */
    private static final float INT8_TOLERANCE = 0.02f;

    private static final List<byte[]> PICTURES_SEEN =
            LongStream.range(0, PICTURES).mapToObj(OnnxProgramTest::picture).toList();
    private static final QuantizedNetwork QUANTIZED = QuantizedNetwork.tiny(PICTURES_SEEN);

    @Test
    void inFloatsItAnswersAsTheEagerBlocksDo() throws Exception {
        try (Program onnx = OnnxProgram.classifier(source(Optional.empty()), Precision.FP32, 1, 1);
                Program eager = EagerProgram.classifier(
                        TinyModel.NETWORK, Normalization.IMAGENET, SIDE, map(TinyModel.weights()), 1)) {
            assertThat(onnx.precision()).isEqualTo("fp32");
            for (int i = 0; i < PICTURES; i++) {
                assertThat(onnx.run(picture(i), 1)[0][0]).isCloseTo(eager.run(picture(i), 1)[0][0], within(1e-4f));
            }
        }
    }

    @Test
    void inBytesItAnswersAsTheDefinitionOfItsQuantizationSays() throws Exception {
        for (QuantizedNetwork network : List.of(QUANTIZED, QuantizedNetwork.tinyPartlyInFloats(PICTURES_SEEN))) {
            try (Program onnx = int8(network.weights())) {
                assertThat(onnx.precision()).isEqualTo("int8");
                for (int i = 0; i < PICTURES; i++) {
                    assertThat(onnx.run(picture(i), 1)[0][0])
                            .isCloseTo(network.logit(picture(i)), within(INT8_TOLERANCE));
                }
            }
        }
    }

    @Test
    void onRealPhotographsItAnswersAsTheEagerBlocksDo() throws Exception {
        Path photographs = Shared.require("data/real_world");
        NetworkConfiguration configuration = new NetworkConfiguration(
                BackboneConfiguration.resNet50(Variant.V1, 3), new HeadConfiguration(List.of(), 0));
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(TensorFiles.read(Shared.require("weights/resnet50_v1_stages1-4.safetensors"))
                        .tensors());
        int features = configuration.backbone().features();
        SplittableRandom random = new SplittableRandom(1);
        float[] head = new float[features];
        for (int i = 0; i < features; i++) {
            head[i] = (float) random.nextDouble(-1, 1);
        }
        tensors.put("head.output.weight", Tensor.of(head, new Shape(1, features)));
        tensors.put("head.output.bias", Tensor.of(new float[1], new Shape(1)));
        InputSize size = InputSize.IMAGENET;
        NetworkSource source =
                new NetworkSource(configuration, Normalization.IMAGENET, size.crop(), map(tensors), Optional.empty());
        try (Program onnx = OnnxProgram.classifier(source, Precision.FP32, 1, 1);
                Program eager = EagerProgram.classifier(
                        configuration, Normalization.IMAGENET, size.crop(), source.weights(), 1);
                Stream<Path> files = Files.walk(photographs)) {
            List<Path> few = files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(PICTURES)
                    .toList();
            assertThat(few).hasSize(PICTURES);
            for (Path file : few) {
                Decoding.Decoded decoded =
                        (Decoding.Decoded) new ImageDecoder(ImageLimits.DEFAULT).decode(Files.readAllBytes(file));
                byte[] pixels = new Resampler().fit(decoded.picture(), size);
                assertThat(onnx.run(pixels, 1)[0][0])
                        .as(file.toString())
                        .isCloseTo(eager.run(pixels, 1)[0][0], within(1e-3f));
            }
        }
    }

    @Test
    void withoutRangesBeforeTheSumsItStillAnswersMuchTheSame() throws Exception {
        try (Program measured = int8(QUANTIZED.weights());
                Program derived = int8(QUANTIZED.withoutRangesBeforeSums().weights())) {
            for (int i = 0; i < PICTURES; i++) {
                assertThat(derived.run(picture(i), 1)[0][0])
                        .isCloseTo(measured.run(picture(i), 1)[0][0], within(3 * INT8_TOLERANCE));
            }
        }
    }

    @Test
    void aBatchGivesWhatItsPicturesGiveOneByOne() throws Exception {
        try (Program program = int8(QUANTIZED.weights())) {
            byte[] two = Arrays.copyOf(picture(1), 2 * LENGTH);
            System.arraycopy(picture(2), 0, two, LENGTH, LENGTH);
            float[][] together = program.run(two, 2);
            assertThat(together[0][0])
                    .isCloseTo(program.run(picture(1), 1)[0][0], within(1e-5f))
                    .isNotEqualTo(together[1][0]);
            assertThat(together[1][0]).isCloseTo(program.run(picture(2), 1)[0][0], within(1e-5f));
        }
    }

    @Test
    void manyThreadsGetTheAnswersThatOneGets() throws Exception {
        try (Program program = OnnxProgram.classifier(source(Optional.empty()), Precision.FP32, 2, 2)) {
            float[] expected = new float[8];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = program.run(picture(i), 1)[0][0];
            }
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Future<Float>> answers = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    byte[] picture = picture(i % expected.length);
                    answers.add(pool.submit(() -> program.run(picture, 1)[0][0]));
                }
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(answers.get(i).get()).isEqualTo(expected[i % expected.length]);
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void memoryStaysFlatOverManyRuns() throws Exception {
        long allowed = 32L << 20;
        try (Program program = int8(QUANTIZED.weights())) {
            byte[] batch = new byte[8 * LENGTH];
            for (int i = 0; i < 200; i++) {
                program.run(batch, 8);
            }
            long before = ResidentMemory.bytes();
            // One batch's pixels and normalised floats alone are 120 kB: were they kept, this would take 600 MB.
            for (int i = 0; i < 5000; i++) {
                program.run(batch, 8);
            }
            assertThat(ResidentMemory.bytes() - before).isLessThan(allowed);
        }
    }

    @Test
    void openingAndClosingLeavesNoMemoryBehind() throws Exception {
        long allowed = 48L << 20;
        assertThat(ResidentMemory.growth(5, () -> openAndClose(20))).isLessThan(allowed);
    }

    private static void openAndClose(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            int8(QUANTIZED.weights()).close();
        }
    }

    @Test
    void closingTwiceIsNothingAndRunningAfterwardsIsRefused() throws Exception {
        Program program = OnnxProgram.classifier(source(Optional.empty()), Precision.FP32, 2, 1);
        program.close();
        program.close();
        assertThatThrownBy(() -> program.run(picture(1), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void pixelsOfAnotherLengthAreRefused() throws Exception {
        try (Program program = int8(QUANTIZED.weights())) {
            assertThatThrownBy(() -> program.run(new byte[LENGTH - 1], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 pictures of side 32 are not 3071 bytes");
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByName() {
        Map<String, Tensor> weights = new LinkedHashMap<>(TinyModel.weights());
        weights.put("layer1.0.conv2.weight", Tensor.of(new float[9], new Shape(1, 1, 3, 3)));
        NetworkSource source =
                new NetworkSource(TinyModel.NETWORK, Normalization.IMAGENET, SIDE, map(weights), Optional.empty());
        assertThatThrownBy(() -> OnnxProgram.classifier(source, Precision.FP32, 1, 1))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("layer1.0.conv2.weight");
    }

    @Test
    void precisionsThatItCannotRunAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> OnnxProgram.classifier(source(Optional.empty()), Precision.BF16, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ONNX Runtime runs int8 and fp32 here, not bf16.");
        assertThatThrownBy(() -> OnnxProgram.classifier(source(Optional.empty()), Precision.INT8, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose another precision");
    }

    private static Program int8(QuantizedWeights weights) throws IOException {
        return OnnxProgram.classifier(source(Optional.of(weights)), Precision.INT8, 1, 1);
    }

    private static NetworkSource source(Optional<QuantizedWeights> quantized) {
        return new NetworkSource(TinyModel.NETWORK, Normalization.IMAGENET, SIDE, map(TinyModel.weights()), quantized);
    }

    private static TensorMap map(Map<String, Tensor> tensors) {
        return new TensorMap("tiny", tensors, Map.of());
    }

    private static byte[] picture(long seed) {
        return DrawnPictures.rgb(SIDE, SIDE, seed);
    }
}
