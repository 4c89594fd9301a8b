package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.QuantizedNetwork;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.fixture.WideModel;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramsTest {
    private static final int SIDE = TinyModel.SIDE;
    private static final int LENGTH = 3 * SIDE * SIDE;

    /** Of a logit: sums are taken in another order. */
    private static final float FLOAT_TOLERANCE = 1e-4f;

    /** Eight bits of fraction. */
    private static final float BFLOAT16_TOLERANCE = 0.1f;

    /** Rounding in another order may move an activation by one level; a level of the logit's sum is about 0.01 here. */
    private static final float LEVEL_TOLERANCE = 0.02f;

    /** 8 bits' steps in 16 channels of a network of random weights. */
    private static final float INT8_TOLERANCE = 0.1f;

    @Test
    void fusedAndPlainFloatsGiveWhatTheBlocksGive() throws Exception {
        try (Program blocks = open(Precision.EAGER);
                Program fused = open(Precision.FP32);
                Program plain = plain()) {
            assertThat(blocks.precision()).isEqualTo("eager");
            assertThat(fused.precision()).isEqualTo("fp32");
            for (int seed = 0; seed < 10; seed++) {
                float expected = blocks.run(picture(seed), 1)[0][0];
                assertThat(fused.run(picture(seed), 1)[0][0]).isCloseTo(expected, within(FLOAT_TOLERANCE));
                assertThat(plain.run(picture(seed), 1)[0][0]).isCloseTo(expected, within(FLOAT_TOLERANCE));
            }
        }
    }

    @Test
    void int8ComesCloseToTheBlocksAndTellsPicturesApart() throws Exception {
        try (Program blocks = open(Precision.EAGER);
                Program int8 = Programs.open(quantized(), Precision.INT8, 1)) {
            assertThat(int8.precision()).isEqualTo("int8");
            float least = Float.MAX_VALUE;
            float most = -Float.MAX_VALUE;
            for (int seed = 100; seed < 120; seed++) {
                float logit = int8.run(picture(seed), 1)[0][0];
                assertThat(logit).isCloseTo(blocks.run(picture(seed), 1)[0][0], within(INT8_TOLERANCE));
                least = Math.min(least, logit);
                most = Math.max(most, logit);
            }
            assertThat(most - least).isPositive();
        }
    }

    @Test
    void int8AnswersAsTheDefinitionOfItsQuantizationSays() throws Exception {
        List<byte[]> pictures = pictures(16);
        for (QuantizedNetwork all :
                List.of(QuantizedNetwork.tiny(pictures), QuantizedNetwork.tinyPartlyInFloats(pictures))) {
            QuantizedNetwork network = all.withoutRangesBeforeSums();
            try (Program int8 =
                    Programs.open(source(TinyModel.weights(), Optional.of(network.weights())), Precision.INT8, 1)) {
                assertThat(int8.precision()).isEqualTo("int8");
                for (byte[] picture : pictures) {
                    assertThat(int8.run(picture, 1)[0][0]).isCloseTo(network.logit(picture), within(LEVEL_TOLERANCE));
                }
            }
        }
    }

    @Test
    void calibrationLeavesTheStemAndTheShortcutsInFloats() throws Exception {
        QuantizedWeights weights = quantized().quantized();
        assertThat(weights.quantization().activations())
                .containsOnlyKeys(
                        "layer1.0.conv1",
                        "layer1.0.conv2",
                        "layer1.0.conv3",
                        "layer2.0.conv1",
                        "layer2.0.conv2",
                        "layer2.0.conv3");
        assertThat(weights.tensors().tensors().entrySet().stream()
                        .filter(tensor -> tensor.getValue().type() == DataType.INT8)
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "layer1.0.conv2.weight",
                        "layer1.0.conv3.weight",
                        "layer2.0.conv1.weight",
                        "layer2.0.conv2.weight",
                        "layer2.0.conv3.weight",
                        "layer2.0.downsample.0.weight");
    }

    @Test
    void bytesThatAreAddedToMustBecomeBytes() {
        QuantizedWeights all = QuantizedNetwork.tiny(pictures(4)).weights();
        Map<String, Quantization.Activation> activations =
                new LinkedHashMap<>(all.quantization().activations());
        activations.remove("layer2.0.conv3");
        QuantizedWeights damaged = new QuantizedWeights(new Quantization(activations), all.tensors());
        assertThatThrownBy(() -> Programs.open(source(TinyModel.weights(), Optional.of(damaged)), Precision.INT8, 1))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("layer2.0.downsample.0 has one")
                .hasMessageContaining("layer2.0.conv3 need one too");
    }

    @Test
    void whereTheProcessorLacksBfloat16TheProgramRunsInFloats() throws Exception {
        try (Program blocks = open(Precision.EAGER);
                Program program = open(Precision.BF16)) {
            float expected = blocks.run(picture(1), 1)[0][0];
            float tolerance = program.precision().equals("bf16") ? BFLOAT16_TOLERANCE : FLOAT_TOLERANCE;
            assertThat(program.precision()).isIn("bf16", "fp32");
            assertThat(program.run(picture(1), 1)[0][0]).isCloseTo(expected, within(tolerance));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "INT8"})
    void aBatchGivesWhatItsPicturesGiveOneByOne(Precision precision) throws Exception {
        try (Program program = Programs.open(quantized(), precision, 1)) {
            byte[] two = Arrays.copyOf(picture(1), 2 * LENGTH);
            System.arraycopy(picture(2), 0, two, LENGTH, LENGTH);
            float[][] together = program.run(two, 2);
            assertThat(together[0][0]).isCloseTo(program.run(picture(1), 1)[0][0], within(FLOAT_TOLERANCE));
            assertThat(together[1][0]).isCloseTo(program.run(picture(2), 1)[0][0], within(FLOAT_TOLERANCE));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "INT8"})
    void manyThreadsGetTheAnswersThatOneGets(Precision precision) throws Exception {
        try (Program program = Programs.open(quantized(), precision, 2)) {
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

    @ParameterizedTest
    @EnumSource(names = {"FP32", "INT8"})
    void memoryStaysFlatOverManyRuns(Precision precision) throws Exception {
        long allowed = 64L << 20;
        try (Program program = Programs.open(quantized(), precision, 1)) {
            byte[] batch = new byte[8 * LENGTH];
            run(program, batch, 3000);
            long before = ResidentMemory.bytes();
            // One batch's maps are 1.5 MB: were they kept, this would take gigabytes.
            run(program, batch, 3000);
            assertThat(ResidentMemory.bytes() - before).isLessThan(allowed);
        }
    }

    private static void run(Program program, byte[] batch, int times) {
        for (int i = 0; i < times; i++) {
            program.run(batch, 8);
        }
    }

    @Test
    void openingAndClosingFreesTheWeights() throws Exception {
        long allowed = 48L << 20;
        // 2 million weights: kept ones would be 8 MB in floats and 2 MB in bytes for each opening.
        NetworkSource source = WideModel.quantized(3);
        assertThat(ResidentMemory.growth(6, () -> openAndClose(source, 10))).isLessThan(allowed);
    }

    private static void openAndClose(NetworkSource source, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            Programs.open(source, i % 2 == 0 ? Precision.INT8 : Precision.FP32, 1)
                    .close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void withoutAHeadTheFeaturesComeOut(Precision precision) throws Exception {
        Map<String, Tensor> backbone = new LinkedHashMap<>(TinyModel.weights());
        backbone.keySet().removeIf(name -> name.startsWith("head."));
        try (Program fused = Programs.features(
                        TinyModel.NETWORK.backbone(), Normalization.IMAGENET, SIDE, map(backbone), precision, 1);
                Program blocks = EagerProgram.features(
                        TinyModel.NETWORK.backbone(), Normalization.IMAGENET, SIDE, map(backbone), 1)) {
            float[] expected = blocks.run(picture(1), 1)[0];
            float tolerance = fused.precision().equals("bf16") ? BFLOAT16_TOLERANCE : FLOAT_TOLERANCE;
            assertThat(fused.run(picture(1), 1)[0])
                    .hasSize(TinyModel.NETWORK.backbone().features())
                    .containsExactly(expected, within(tolerance));
        }
    }

    @Test
    void closingTwiceIsNothingAndRunningAfterwardsIsRefused() throws Exception {
        Program program = open(Precision.FP32);
        program.close();
        program.close();
        assertThatThrownBy(() -> program.run(picture(1), 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pixelsOfAnotherLengthAreRefused() throws Exception {
        try (Program program = open(Precision.FP32)) {
            assertThatThrownBy(() -> program.run(new byte[LENGTH - 1], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 pictures of side 32 are not 3071 bytes");
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByName() {
        Map<String, Tensor> weights = new LinkedHashMap<>(TinyModel.weights());
        weights.put("layer1.0.conv2.weight", Tensor.of(new float[9], new Shape(1, 1, 3, 3)));
        assertThatThrownBy(() -> Programs.open(source(weights, Optional.empty()), Precision.FP32, 1))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("layer1.0.conv2.weight");
    }

    @Test
    void quantisedWeightsOfAnotherNetworkAreRefusedByName() throws Exception {
        QuantizedWeights whole = quantized().quantized();
        Map<String, Tensor> tensors = new LinkedHashMap<>(whole.tensors().tensors());
        tensors.remove("layer2.0.conv1.weight_scale");
        QuantizedWeights damaged = new QuantizedWeights(whole.quantization(), map(tensors));
        assertThatThrownBy(() -> Programs.open(source(TinyModel.weights(), Optional.of(damaged)), Precision.INT8, 1))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("layer2.0.conv1.weight_scale")
                .hasMessageContaining("lacks it");
    }

    @Test
    void automaticIsTheFastestThatWeightsEngineAndProcessorAllow() {
        Processor old = new Processor(Set.of("sse4_2"));
        Processor common = new Processor(Set.of("avx2"));
        Processor recent = new Processor(Set.of("avx2", "avx512_vnni", "avx512_bf16"));
        assertThat(choose("auto", true, EngineChoice.PYTORCH, recent)).isEqualTo(Precision.INT8);
        assertThat(choose("auto", true, EngineChoice.PYTORCH, common)).isEqualTo(Precision.INT8);
        assertThat(choose("auto", true, EngineChoice.PYTORCH, old)).isEqualTo(Precision.FP32);
        assertThat(choose("auto", false, EngineChoice.PYTORCH, recent)).isEqualTo(Precision.BF16);
        assertThat(choose("auto", false, EngineChoice.ONNXRUNTIME, recent)).isEqualTo(Precision.FP32);
        assertThat(choose("auto", false, EngineChoice.PYTORCH, common)).isEqualTo(Precision.FP32);
    }

    @Test
    void aNamedPrecisionIsTakenAsItIsIfItCanBe() {
        Processor old = new Processor(Set.of());
        assertThat(choose("EAGER", true, EngineChoice.PYTORCH, old)).isEqualTo(Precision.EAGER);
        assertThat(choose(" int8 ", true, EngineChoice.PYTORCH, old)).isEqualTo(Precision.INT8);
        assertThatThrownBy(() -> choose("int8", false, EngineChoice.PYTORCH, old))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("car-or-not quantize");
        assertThatThrownBy(() -> PrecisionChoice.parse("int4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The precision is one of auto, int8, bf16, fp32, eager, not 'int4'.");
    }

    @Test
    void theProcessorsFlagsAreReadFromWhatLinuxSays() {
        Processor processor = Processor.parse("processor\t: 0\nflags\t\t: fpu sse2 avx2 avx512_bf16\nbugs\t\t: none\n");
        assertThat(processor.features()).containsExactlyInAnyOrder("fpu", "sse2", "avx2", "avx512_bf16");
        assertThat(processor.hasInt8()).isTrue();
        assertThat(processor.hasBfloat16()).isTrue();
        assertThat(Processor.parse("nothing").features()).isEmpty();
    }

    private static Precision choose(String setting, boolean quantized, EngineChoice engine, Processor processor) {
        return Programs.choose(PrecisionChoice.parse(setting), quantized, engine, processor);
    }

    private static Program open(Precision precision) throws IOException {
        return Programs.open(source(TinyModel.weights(), Optional.empty()), precision, 1);
    }

    private static Program plain() {
        Map<String, Tensor> folded = BatchNormFolding.fold(TinyModel.NETWORK.backbone(), TinyModel.weights());
        Script script =
                new PlainWriter(map(folded), Normalization.IMAGENET, SIDE).write(Graph.classifier(TinyModel.NETWORK));
        return new TorchProgram(script, SIDE, Precision.FP32, 1);
    }

    private static NetworkSource quantized() throws IOException {
        NetworkSource source = source(TinyModel.weights(), Optional.empty());
        return source(TinyModel.weights(), Optional.of(Calibration.quantize(source, pictures(32))));
    }

    private static NetworkSource source(Map<String, Tensor> weights, Optional<QuantizedWeights> quantized) {
        return new NetworkSource(TinyModel.NETWORK, Normalization.IMAGENET, SIDE, map(weights), quantized);
    }

    private static TensorMap map(Map<String, Tensor> tensors) {
        return new TensorMap("tiny", tensors, Map.of());
    }

    private static List<byte[]> pictures(int count) {
        return IntStream.range(0, count).mapToObj(ProgramsTest::picture).toList();
    }

    private static byte[] picture(long seed) {
        return DrawnPictures.rgb(SIDE, SIDE, seed);
    }
}
