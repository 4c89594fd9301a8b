package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Tail;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that is cut in two, the first half a generated program and the second half blocks that can be trained. */
final class MapsTest {
    // Maps of an odd side meet the stride: 72 -> 36 -> 18 -> 9 -> 5.
    private static final int SIDE = 72;
    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @CsvSource({"V1, 2, 9", "V1, 3, 5", "V1_5, 2, 18", "V1_5, 3, 9"})
    void bothHalvesTogetherAreTheWholeNetwork(Variant variant, int stage, int side) throws Exception {
        NetworkConfiguration configuration = new NetworkConfiguration(
                new BackboneConfiguration(variant, List.of(1, 2, 2), 4), new HeadConfiguration(List.of(5), 0.2));
        Map<String, Tensor> weights = weights(configuration);
        Cut cut = Cut.before(configuration.backbone(), stage);
        assertThat(cut.side(configuration.backbone(), SIDE)).isEqualTo(side);
        byte[] pixels = DrawnPictures.rgb(SIDE, SIDE, 3);
        Tail tail = new Tail(configuration, cut);
        Map<String, Tensor> late = new LinkedHashMap<>(weights);
        late.keySet().retainAll(tail.parametersByName().keySet());
        Map<String, Tensor> early = new LinkedHashMap<>(weights);
        early.keySet().removeAll(late.keySet());
        try (Program maps = Programs.maps(
                        configuration.backbone(), cut, Normalization.IMAGENET, SIDE, map(early), Precision.FP32, 1);
                Program whole = EagerProgram.classifier(configuration, Normalization.IMAGENET, SIDE, map(weights), 1);
                NDManager manager = NDManager.newBaseManager()) {
            float[] values = maps.run(pixels, 1)[0];
            assertThat(values).hasSize(cut.channels() * side * side);
            NetworkWeights.load(map(late), tail.parametersByName(), manager);
            Shape shape = new Shape(1, cut.channels(), side, side);
            tail.initialize(manager, DataType.FLOAT32, shape);
            NDArray logit = tail.forward(
                            new ParameterStore(manager, false), new NDList(manager.create(values, shape)), false)
                    .singletonOrThrow();
            assertThat(logit.toFloatArray()[0]).isCloseTo(whole.run(pixels, 1)[0][0], within(TOLERANCE));
        }
    }

    @Test
    void aNetworkIsCutBeforeALaterStageOfItsOwn() {
        BackboneConfiguration backbone = new BackboneConfiguration(Variant.V1, List.of(1, 1), 4);
        for (int stage : new int[] {1, 3}) {
            assertThatThrownBy(() -> Cut.before(backbone, stage)).hasMessageContaining("not before layer" + stage);
        }
    }

    /** Random throughout, so that no block is the identity and no batch norm idle. */
    private static Map<String, Tensor> weights(NetworkConfiguration configuration) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Network.classifier(configuration, false).parametersByName().forEach((name, parameter) -> {
            float[] values = new float[Math.toIntExact(parameter.getShape().size())];
            double scale = values.length > 64 ? 0.3 : 0.5;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (scale * (2 * random.nextDouble() - 1)) + (name.endsWith("var") ? 1 : 0);
            }
            weights.put(name, Tensor.of(values, parameter.getShape()));
        });
        return weights;
    }

    private static TensorMap map(Map<String, Tensor> tensors) {
        return new TensorMap("test", tensors, Map.of());
    }
}
