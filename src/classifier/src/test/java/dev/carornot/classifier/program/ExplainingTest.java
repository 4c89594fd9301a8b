package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.QuantizedNetwork;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.fixture.WideModel;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.onnx.OnnxModel;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every way to run a classifier owes to whoever wants it explained. */
class ExplainingTest {
    private static final int SIDE = TinyModel.SIDE;
    private static final int PICTURES = 12;
    private static final List<byte[]> SEEN =
            IntStream.range(0, PICTURES).mapToObj(ExplainingTest::picture).toList();
    private static final QuantizedNetwork QUANTIZED = QuantizedNetwork.tiny(SEEN);

    /** Of a logit that is computed again from the maps, in doubles. */
    private static final float TOLERANCE = 1e-4f;

    /** Opens a program that answers so many at once. */
    @FunctionalInterface
    private interface Opener {
        ClassifierProgram open(int predictors) throws IOException;
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("eager", opener(Precision.EAGER, source())),
                arguments("fp32", opener(Precision.FP32, source())),
                arguments("bf16", opener(Precision.BF16, source())),
                arguments("int8", opener(Precision.INT8, quantized())),
                arguments("int8, calibrated", opener(Precision.INT8, calibrated())),
                arguments("plain fp32", (Opener) ExplainingTest::plain),
                arguments("ONNX fp32", (Opener) n -> OnnxProgram.classifier(source(), Precision.FP32, n, 1)),
                arguments("ONNX int8", (Opener) n -> OnnxProgram.classifier(quantized(), Precision.INT8, n, 1)));
    }

    private static Opener opener(Precision precision, NetworkSource source) {
        return predictors -> Programs.open(source, precision, predictors);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void explainingChangesNoBitOfTheLogit(String name, Opener opener) throws Exception {
        try (ClassifierProgram program = opener.open(1)) {
            for (byte[] picture : SEEN) {
                float plain = program.run(picture, 1)[0][0];
                assertThat(program.explain(picture).logit()).isEqualTo(plain);
                assertThat(program.run(picture, 1)[0][0]).isEqualTo(plain);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void theLogitIsWhatTheHeadMakesOfTheMaps(String name, Opener opener) throws Exception {
        Map<String, Tensor> head =
                name.contains("calibrated") ? calibrated().quantized().tensors().tensors() : TinyModel.weights();
        try (ClassifierProgram program = opener.open(1)) {
            for (byte[] picture : SEEN) {
                ClassifierProgram.MappedLogit mapped = program.explain(picture);
                FeatureMaps maps = mapped.maps();
                assertThat(maps.channels())
                        .isEqualTo(TinyModel.NETWORK.backbone().features());
                // 32 pixels, halved by the stem, the pool and the second stage.
                assertThat(maps.rows()).isEqualTo(4);
                assertThat(maps.columns()).isEqualTo(4);
                assertThat(logit(head, maps.means())).isCloseTo(mapped.logit(), within(TOLERANCE));
            }
        }
    }

    /** The head by its definition. */
    private static float logit(Map<String, Tensor> tensors, double[] features) {
        double[] hidden = linear(tensors, "head.hidden.0", features);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = 1 / (1 + Math.exp(-hidden[i]));
        }
        return (float) linear(tensors, "head.output", hidden)[0];
    }

    private static double[] linear(Map<String, Tensor> tensors, String layer, double[] in) {
        float[] weight = tensors.get(layer + ".weight").toFloats();
        float[] bias = tensors.get(layer + ".bias").toFloats();
        double[] out = new double[bias.length];
        for (int i = 0; i < weight.length; i++) {
            out[i / in.length] += weight[i] * in[i % in.length];
        }
        for (int i = 0; i < out.length; i++) {
            out[i] += bias[i];
        }
        return out;
    }

    @Test
    void everyProgramInFloatsHasTheSameMapsInTheSamePlaces() throws Exception {
        try (ClassifierProgram blocks = Programs.open(source(), Precision.EAGER, 1);
                ClassifierProgram fused = Programs.open(source(), Precision.FP32, 1);
                ClassifierProgram plain = plain(1);
                ClassifierProgram onnx = OnnxProgram.classifier(source(), Precision.FP32, 1, 1)) {
            for (byte[] picture : SEEN) {
                float[] expected = blocks.explain(picture).maps().values();
                for (ClassifierProgram program : List.of(fused, plain, onnx)) {
                    assertThat(program.explain(picture).maps().values()).containsExactly(expected, within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void theMapsThatAnOnnxFilePutsOutBesideChangeNoBitOfItsLogit(@TempDir Path folder) throws Exception {
        Graph graph = Graph.classifier(TinyModel.NETWORK);
        Map<String, Tensor> folded = BatchNormFolding.fold(TinyModel.NETWORK.backbone(), TinyModel.weights());
        OnnxModel floats = OnnxModel.fp32(graph, SIDE, Normalization.IMAGENET, folded, Map.of());
        OnnxModel bytes = OnnxModel.int8(graph, SIDE, Normalization.IMAGENET, QUANTIZED.weights(), Map.of());
        try (Program plainFloats = OnnxProgram.open(write(floats, folder.resolve("a")), SIDE, Precision.FP32, 1, 1);
                Program plainBytes = OnnxProgram.open(write(bytes, folder.resolve("b")), SIDE, Precision.INT8, 1, 1);
                Program withFloatMaps = OnnxProgram.classifier(source(), Precision.FP32, 1, 1);
                Program withByteMaps = OnnxProgram.classifier(quantized(), Precision.INT8, 1, 1)) {
            for (byte[] picture : SEEN) {
                assertThat(withFloatMaps.run(picture, 1)[0])
                        .isEqualTo(plainFloats.run(picture, 1)[0]);
                assertThat(withByteMaps.run(picture, 1)[0]).isEqualTo(plainBytes.run(picture, 1)[0]);
            }
        }
    }

    private static Path write(OnnxModel model, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            model.writeTo(channel);
        }
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void manyThreadsGetTheMapsThatOneGetsWhileOthersAskForLogits(String name, Opener opener) throws Exception {
        try (ClassifierProgram program = opener.open(2)) {
            List<float[]> expected = SEEN.stream()
                    .map(picture -> program.explain(picture).maps().values())
                    .toList();
            ExecutorService pool = Executors.newFixedThreadPool(6);
            try {
                List<Future<float[]>> maps = new ArrayList<>();
                for (int i = 0; i < 120; i++) {
                    byte[] picture = SEEN.get(i % PICTURES);
                    maps.add(pool.submit(() -> program.explain(picture).maps().values()));
                    pool.execute(() -> program.run(picture, 1));
                }
                for (int i = 0; i < maps.size(); i++) {
                    assertThat(maps.get(i).get()).isEqualTo(expected.get(i % PICTURES));
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    static Stream<Arguments> widePrograms() throws IOException {
        NetworkSource wide = WideModel.quantized(3);
        return Stream.of(
                arguments("eager", opener(Precision.EAGER, wide)),
                arguments("fp32", opener(Precision.FP32, wide)),
                arguments("int8", opener(Precision.INT8, wide)),
                arguments("ONNX fp32", (Opener) n -> OnnxProgram.classifier(wide, Precision.FP32, n, 1)),
                arguments("ONNX int8", (Opener) n -> OnnxProgram.classifier(wide, Precision.INT8, n, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("widePrograms")
    void memoryStaysFlatOverManyExplanations(String name, Opener opener) throws Exception {
        long allowed = 32L << 20;
        byte[] picture = DrawnPictures.rgb(WideModel.SIDE, WideModel.SIDE, 1);
        try (ClassifierProgram program = opener.open(1)) {
            // One picture's last maps are 800 kB: were they kept, the second half alone would keep 64 MB.
            ResidentMemory.Round round = () -> {
                for (int i = 0; i < 40; i++) {
                    program.explain(picture);
                }
            };
            assertThat(ResidentMemory.growth(2, round)).isLessThan(allowed);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void aClosedProgramAndPixelsOfAnotherLengthAreRefused(String name, Opener opener) throws Exception {
        ClassifierProgram program = opener.open(1);
        assertThatThrownBy(() -> program.explain(new byte[7])).isInstanceOf(IllegalArgumentException.class);
        program.close();
        assertThatThrownBy(() -> program.explain(picture(1))).isInstanceOf(IllegalStateException.class);
    }

    private static ClassifierProgram plain(int predictors) {
        Map<String, Tensor> folded = BatchNormFolding.fold(TinyModel.NETWORK.backbone(), TinyModel.weights());
        Graph graph = Graph.classifier(TinyModel.NETWORK);
        Script script = new PlainWriter(map(folded), Normalization.IMAGENET, SIDE).write(graph);
        return new TorchClassifier(
                new TorchProgram(script, SIDE, Precision.FP32, predictors), MapShape.of(graph, SIDE));
    }

    private static NetworkSource source() {
        return source(Optional.empty());
    }

    private static NetworkSource quantized() {
        return source(Optional.of(QUANTIZED.weights()));
    }

    private static NetworkSource calibrated() {
        try {
            return source(Optional.of(Calibration.quantize(source(), SEEN)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
