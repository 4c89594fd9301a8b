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
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.carornot.classifier.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadGradientTest {
    private static final BackboneConfiguration BACKBONE = new BackboneConfiguration(Variant.V1_5, List.of(1, 1), 4);

    @Test
    void itIsWhatTheEngineFindsByBackPropagation() {
        for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(32), List.of(8, 5))) {
            NetworkConfiguration configuration = new NetworkConfiguration(BACKBONE, new HeadConfiguration(hidden, 0.3));
            double[] features = random(BACKBONE.features(), 11);
            try (NDManager manager = NDManager.newBaseManager()) {
                Engine.getInstance().setRandomSeed(5);
                Head head = new Head(configuration.head(), BACKBONE.features());
                head.initialize(manager, DataType.FLOAT32, new Shape(1, BACKBONE.features()));
                float[] expected = backPropagated(head, features, manager);

                Map<String, Tensor> tensors = NetworkWeights.save(head.parametersByName());
                double[] gradient = HeadGradient.of(configuration, tensors).at(features);

                assertThat(gradient).hasSize(expected.length);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(gradient[i]).as("%s, %d", hidden, i).isCloseTo(expected[i], within(1e-6));
                }
                assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow())
                        .isGreaterThan(1e-3);
            }
        }
    }

    private static float[] backPropagated(Head head, double[] features, NDManager manager) {
        float[] floats = new float[features.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) features[i];
        }
        NDArray input = manager.create(floats, new Shape(1, floats.length));
        input.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList output = head.forward(new ParameterStore(manager, false), new NDList(input), false);
            collector.backward(output.singletonOrThrow());
        }
        return input.getGradient().toFloatArray();
    }

    @Test
    void aHeadOfOneLayerHasItsWeightsForAGradient() {
        float[] weights = {1, -2, 0.5f, 0};
        NetworkConfiguration configuration = new NetworkConfiguration(
                new BackboneConfiguration(Variant.V1_5, List.of(1), 1), new HeadConfiguration(List.of(), 0));
        HeadGradient head = HeadGradient.of(
                configuration,
                Map.of(
                        "head.output.weight",
                        Tensor.of(weights, new Shape(1, 4)),
                        "head.output.bias",
                        Tensor.of(new float[] {7}, new Shape(1))));
        assertThat(head.at(new double[] {3, 1, 4, 1})).containsExactly(1, -2, 0.5, 0);
    }

    @Test
    void aSaturatedNeuronStillHasASlope() {
        NetworkConfiguration configuration = new NetworkConfiguration(
                new BackboneConfiguration(Variant.V1_5, List.of(1), 1), new HeadConfiguration(List.of(1), 0));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("head.hidden.0.weight", Tensor.of(new float[] {1, 0, 0, 0}, new Shape(1, 4)));
        tensors.put("head.hidden.0.bias", Tensor.of(new float[1], new Shape(1)));
        tensors.put("head.output.weight", Tensor.of(new float[] {2}, new Shape(1, 1)));
        tensors.put("head.output.bias", Tensor.of(new float[1], new Shape(1)));
        // 1 - sigmoid(40) is 0 in doubles; the slope is exp(-40).
        double slope = HeadGradient.of(configuration, tensors).at(new double[] {40, 0, 0, 0})[0];
        assertThat(slope).isCloseTo(2 * Math.exp(-40), within(1e-20));
    }

    @Test
    void whatDoesNotFitTheHeadIsRefusedByName() {
        NetworkConfiguration configuration = new NetworkConfiguration(BACKBONE, new HeadConfiguration(List.of(), 0));
        Map<String, Tensor> tensors = Map.of("head.output.weight", Tensor.of(new float[3], new Shape(1, 3)));
        assertThatThrownBy(() -> HeadGradient.of(configuration, tensors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("head.output.weight");
        HeadGradient head = HeadGradient.of(
                configuration,
                Map.of(
                        "head.output.weight",
                        Tensor.of(new float[BACKBONE.features()], new Shape(1, BACKBONE.features())),
                        "head.output.bias",
                        Tensor.of(new float[1], new Shape(1))));
        assertThatThrownBy(() -> head.at(new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 3");
    }

    private static double[] random(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(count, 0, 2).map(value -> (float) value).toArray();
    }
}
