package dev.carornot.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aConvolutionIsNormalisedThenRectified() throws IOException {
        // One input pixel of two channels: 3 and 4. w = (2, -1), so the convolution yields 2.
        // Batch norm: gamma 3, mean 1, variance 4 (less epsilon), beta -5: 3 * (2 - 1) / 2 - 5 = -3.5.
        Map<String, Tensor> tensors = Map.of(
                "c.weight", tensor(new Shape(1, 2, 1, 1), 2, -1),
                "n.weight", tensor(new Shape(1), 3),
                "n.bias", tensor(new Shape(1), -5),
                "n.running_mean", tensor(new Shape(1), 1),
                "n.running_var", tensor(new Shape(1), 4 - BatchNormFolding.EPSILON));
        assertThat(unit(tensors, false, 3, 4)).isCloseTo(-3.5f, within(1e-6f));
        assertThat(unit(tensors, true, 3, 4)).isZero();
    }

    private float unit(Map<String, Tensor> tensors, boolean relu, float... input) throws IOException {
        ConvolutionUnit unit = new ConvolutionUnit(new Topology.Convolution("c", "n", 2, 1, 1, 1), false, relu, 1);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        unit.collect(parameters);
        NetworkWeights.load(new TensorMap("hand-made", tensors, Map.of()), parameters, manager);
        unit.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 1, 1));
        NDArray pixel = manager.create(input, new Shape(1, 2, 1, 1));
        return unit.forward(store(), new NDList(pixel), false)
                .singletonOrThrow()
                .toFloatArray()[0];
    }

    @Test
    void trainingMovesTheRunningMeanByATenth() throws IOException {
        ConvolutionUnit unit = new ConvolutionUnit(new Topology.Convolution("c", "n", 1, 1, 1, 1), false, false, 1);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        unit.collect(parameters);
        unit.initialize(manager, DataType.FLOAT32, new Shape(2, 1, 1, 1));
        parameters.get("c.weight").getArray().set(new float[] {1});
        // Batch mean 20 and running mean 0 before: 0.9 * 0 + 0.1 * 20.
        NDArray batch = manager.create(new float[] {10, 30}, new Shape(2, 1, 1, 1));
        unit.forward(store(), new NDList(batch), true);
        assertThat(parameters.get("n.running_mean").getArray().toFloatArray()[0])
                .isCloseTo(2f, within(1e-5f));
    }

    @Test
    void theHeadIsLinearSigmoidLinear() throws IOException {
        Head head = new Head(new HeadConfiguration(List.of(2), 0.3), 2);
        Map<String, Tensor> tensors = Map.of(
                "head.hidden.0.weight", tensor(new Shape(2, 2), 1, 2, 3, 4),
                "head.hidden.0.bias", tensor(new Shape(2), 0.5f, -0.5f),
                "head.output.weight", tensor(new Shape(1, 2), 10, -20),
                "head.output.bias", tensor(new Shape(1), 1));
        NetworkWeights.load(new TensorMap("hand-made", tensors, Map.of()), head.parametersByName(), manager);
        head.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
        NDArray features = manager.create(new float[] {1, -1}, new Shape(1, 2));
        float logit = head.forward(store(), new NDList(features), false)
                .singletonOrThrow()
                .toFloatArray()[0];
        double expected = 10 * sigmoid(1 - 2 + 0.5) - 20 * sigmoid(3 - 4 - 0.5) + 1;
        assertThat((double) logit).isCloseTo(expected, within(1e-5));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void theWriteUpsHeadOn2048FeaturesHas65601Parameters() {
        Head head = new Head(HeadConfiguration.WRITE_UP, 2048);
        long count = head.parametersByName().values().stream()
                .mapToLong(p -> p.getShape().size())
                .sum();
        assertThat(count).isEqualTo(2048 * 32 + 32 + 32 + 1);
    }

    @Test
    void dropoutIsInForceOnlyWhileTraining() {
        Head head = new Head(new HeadConfiguration(List.of(64), 0.9), 8);
        head.initialize(manager, DataType.FLOAT32, new Shape(1, 8));
        NDList features = new NDList(manager.ones(new Shape(1, 8)));
        float once = head.forward(store(), features, false).singletonOrThrow().toFloatArray()[0];
        float again = head.forward(store(), features, false).singletonOrThrow().toFloatArray()[0];
        float dropped = head.forward(store(), features, true).singletonOrThrow().toFloatArray()[0];
        assertThat(again).isEqualTo(once);
        assertThat(dropped).isNotEqualTo(once);
    }

    @Test
    void aFoldedNetworkYieldsTheLogitsOfTheUnfolded() throws IOException {
        for (Variant variant : Variant.values()) {
            NetworkConfiguration configuration = small(variant);
            Network network = random(configuration);
            NDList pictures = new NDList(manager.randomNormal(new Shape(2, 3, 64, 48)));
            Map<String, Tensor> folded =
                    BatchNormFolding.fold(configuration.backbone(), NetworkWeights.save(network.parametersByName()));
            Network lean = Network.classifier(configuration, true);
            NetworkWeights.load(new TensorMap("folded", folded, Map.of()), lean.parametersByName(), manager);
            lean.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 64, 48));
            float[] expected =
                    network.forward(store(), pictures, false).singletonOrThrow().toFloatArray();
            float[] actual =
                    lean.forward(store(), pictures, false).singletonOrThrow().toFloatArray();
            assertThat(actual).hasSize(2).containsExactly(expected, within(1e-4f));
            assertThat(expected[0]).isNotEqualTo(expected[1]);
        }
    }

    @Test
    void outputShapesAreThoseThatComeOut() {
        ResNet resNet = new ResNet(new BackboneConfiguration(Variant.V1_5, List.of(1, 1, 1), 8), false);
        for (int side : new int[] {64, 65, 97}) {
            Shape input = new Shape(1, 3, side, side + 7);
            resNet.initialize(manager, DataType.FLOAT32, input);
            Shape actual = resNet.forward(store(), new NDList(manager.ones(input)), false)
                    .singletonOrThrow()
                    .getShape();
            assertThat(resNet.getOutputShapes(new Shape[] {input})[0]).isEqualTo(actual);
        }
    }

    @Test
    void aFreshBlockBeginsAsTheIdentity() {
        Network network = Network.classifier(small(Variant.V1_5), false);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        float[] gammas =
                network.parametersByName().get("layer2.0.bn3.weight").getArray().toFloatArray();
        assertThat(gammas).containsOnly(0f);
    }

    @Test
    void aMissingALeftOverAndAMisshapenTensorAreNamed() {
        NetworkConfiguration configuration = small(Variant.V1);
        Map<String, Tensor> tensors = NetworkWeights.save(random(configuration).parametersByName());
        Map<String, Parameter> parameters =
                Network.classifier(configuration, false).parametersByName();

        Map<String, Tensor> missing = new LinkedHashMap<>(tensors);
        missing.remove("layer2.0.bn1.running_var");
        assertThatThrownBy(() -> NetworkWeights.check(new TensorMap("w.safetensors", missing, Map.of()), parameters))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("w.safetensors lacks the tensor layer2.0.bn1.running_var");

        Map<String, Tensor> extra = new LinkedHashMap<>(tensors);
        extra.put("layer9.weight", tensor(new Shape(1), 1));
        assertThatThrownBy(() -> NetworkWeights.check(new TensorMap("w.safetensors", extra, Map.of()), parameters))
                .hasMessageContaining("holds the tensor layer9.weight that the configured network does not have");

        Map<String, Tensor> misshapen = new LinkedHashMap<>(tensors);
        misshapen.put("head.output.bias", tensor(new Shape(2), 1, 2));
        assertThatThrownBy(() -> NetworkWeights.check(new TensorMap("w.safetensors", misshapen, Map.of()), parameters))
                .hasMessageContaining("head.output.bias as (2), but the configured network needs (1)");
    }

    @Test
    void aCompleteFileServesABackboneThatEndsEarlier() throws IOException {
        BackboneConfiguration whole = new BackboneConfiguration(Variant.V1_5, List.of(1, 1, 1, 1), 8);
        Network network = Network.features(whole, false);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        Map<String, Tensor> file = new LinkedHashMap<>(NetworkWeights.save(network.parametersByName()));
        file.put("fc.weight", tensor(new Shape(1, 1), 0));
        file.put("fc.bias", tensor(new Shape(1), 0));
        file.put("bn1.num_batches_tracked", tensor(new Shape(), 1));
        BackboneConfiguration early = new BackboneConfiguration(Variant.V1_5, List.of(1, 1), 8);
        Map<String, Tensor> kept = NetworkWeights.backbone(new TensorMap("complete", file, Map.of()), early);
        assertThat(kept.keySet())
                .isEqualTo(new ResNet(early, false).parametersByName().keySet());
    }

    @Test
    void theSharedBackboneIsUsedToTheLastTensor() throws IOException {
        TensorMap file = Safetensors.read(Shared.require("weights/resnet50_v1_stages1-4.safetensors"));
        assertThat(file.tensors()).hasSize(215);
        assertThat(NetworkWeights.backbone(file, BackboneConfiguration.resNet50(Variant.V1, 3)))
                .hasSize(215);
    }

    @Test
    void theSharedBackboneReproducesTheGoldenActivations() throws IOException {
        TensorMap file = Safetensors.read(Shared.require("weights/resnet50_v1_stages1-4.safetensors"));
        JsonNode golden = new ObjectMapper()
                .readTree(Shared.require("weights/golden.json").toFile())
                .get("activations");
        ResNet resNet = new ResNet(BackboneConfiguration.resNet50(Variant.V1, 3), false);
        NetworkWeights.load(file, resNet.parametersByName(), manager);
        resNet.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 224, 224));
        NDArray input = manager.create(goldenInput(), new Shape(1, 3, 224, 224));
        String[] names = {"stem", "layer1", "layer2", "layer3"};
        for (int through = 0; through < names.length; through++) {
            JsonNode expected = golden.get(names[through]);
            NDArray maps = resNet.apply(store(), input, false, through);
            int channels = expected.get("shape").get(0).asInt();
            long side = expected.get("shape").get(1).asLong();
            assertThat(maps.getShape()).isEqualTo(new Shape(1, channels, side, side));
            float[] pooled =
                    maps.reshape(channels, side * side).mean(new int[] {1}).toFloatArray();
            double squares = 0;
            for (float value : pooled) {
                squares += (double) value * value;
            }
            double norm = expected.get("pooled_l2").asDouble();
            assertThat(Math.sqrt(squares)).isCloseTo(norm, within(1e-4 * norm));
            for (int i = 0; i < 8; i++) {
                assertThat((double) pooled[i])
                        .as("%s, channel %d", names[through], i)
                        .isCloseTo(
                                expected.get("pooled_first_8").get(i).asDouble(),
                                within(1e-4 * norm / Math.sqrt(channels)));
            }
            double max = expected.get("max").asDouble();
            assertThat((double) maps.max().getFloat()).isCloseTo(max, within(1e-4 * max));
        }
    }

    /** sin(0.05 x + 0.11 y + 1.7 c) + 0.5 cos(0.031 x (c + 1) - 0.017 y), as golden.json states it. */
    private static float[] goldenInput() {
        float[] values = new float[3 * 224 * 224];
        int i = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 224; y++) {
                for (int x = 0; x < 224; x++) {
                    values[i++] = (float)
                            (Math.sin(0.05 * x + 0.11 * y + 1.7 * c) + 0.5 * Math.cos(0.031 * x * (c + 1) - 0.017 * y));
                }
            }
        }
        return values;
    }

    private static NetworkConfiguration small(Variant variant) {
        return new NetworkConfiguration(
                new BackboneConfiguration(variant, List.of(1, 2), 8), new HeadConfiguration(List.of(4), 0.3));
    }

    /** A network whose batch norms are not the identity that they start as. */
    private Network random(NetworkConfiguration configuration) {
        Engine.getInstance().setRandomSeed(7);
        Network network = Network.classifier(configuration, false);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 64, 48));
        network.parametersByName().forEach((name, parameter) -> {
            if (parameter.getShape().dimension() == 1) {
                NDArray random = manager.randomUniform(0.5f, 1.5f, parameter.getShape());
                parameter.getArray().set(random.toByteBuffer());
            }
        });
        return network;
    }

    private ParameterStore store() {
        return new ParameterStore(manager, false);
    }

    private static Tensor tensor(Shape shape, float... values) {
        return Tensor.of(values, shape);
    }
}
