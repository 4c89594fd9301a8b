package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Tail;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages that learn in bf16, against the same stages in 32-bit floats. */
final class Bfloat16StagesTest {
    private static final int BATCH = 16;
    private static final int SIDE = 6;

    /** Of cosines: 8 bits of mantissa, through up to four blocks and back. */
    private static final double ROUNDING = 0.05;

    @ParameterizedTest
    @CsvSource({"V1, 2, 2", "V1, 2, 1", "V1_5, 3, 1"})
    void gradientsAndStatisticsAreThoseOfFloatsButForRounding(Variant variant, int stage, int open) throws Exception {
        BackboneConfiguration backbone = new BackboneConfiguration(variant, List.of(1, 2, 2), 16);
        Cut cut = Cut.before(backbone, stage);
        NetworkConfiguration configuration = new NetworkConfiguration(backbone, new HeadConfiguration(List.of(), 0));
        Map<String, float[]> floats = learnt(configuration, cut, open, null);
        try (Bfloat16Stages stages = new Bfloat16Stages(backbone, cut)) {
            Map<String, float[]> halves = learnt(configuration, cut, open, stages);

            assertThat(halves.keySet()).isEqualTo(floats.keySet());
            floats.forEach((name, expected) ->
                    assertThat(cosine(expected, halves.get(name))).as(name).isCloseTo(1, within(ROUNDING)));
            assertThat(floats.keySet())
                    .contains("layer3.0.conv1.weight", "layer3.1.bn3.running_var", "layer3.0.downsample.1.bias");
        }
    }

    /** Gradients of what learns, and running statistics, after one step; stages that do not learn are left out. */
    private static Map<String, float[]> learnt(
            NetworkConfiguration configuration, Cut cut, int open, Bfloat16Stages stages) throws Exception {
        Tail tail = new Tail(configuration, cut);
        tail.learnBy(stages);
        tail.open(open);
        SplittableRandom random = new SplittableRandom(5);
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            tail.parametersByName().forEach((name, parameter) -> {
                float[] values = numbers(Math.toIntExact(parameter.getShape().size()), random);
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0.3f * values[i] + (name.contains("bn") || name.endsWith("var") ? 1 : 0);
                }
                weights.put(name, Tensor.of(values, parameter.getShape()));
            });
            NetworkWeights.load(new TensorMap("test", weights, Map.of()), tail.parametersByName(), manager);
            Shape shape = new Shape(BATCH, cut.channels(), SIDE, SIDE);
            tail.initialize(manager, DataType.FLOAT32, shape);
            ParameterStore store = new ParameterStore(manager, false);
            tail.parametersByName()
                    .forEach((name, parameter) -> parameter.getArray().setRequiresGradient(!name.contains("running")));
            NDArray maps = manager.create(numbers(Math.toIntExact(shape.size()), random), shape);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray logits = tail.forward(store, new NDList(maps), true).singletonOrThrow();
                collector.backward(logits.square().mean());
            }
            Map<String, float[]> learnt = new LinkedHashMap<>();
            tail.parametersByName().forEach((name, parameter) -> {
                boolean learns = name.startsWith("head") || name.charAt("layer".length()) - '0' > 3 - open;
                if (name.contains("running")) {
                    learnt.put(name, parameter.getArray().toFloatArray());
                } else if (learns) {
                    learnt.put(name, parameter.getArray().getGradient().toFloatArray());
                }
            });
            return learnt;
        }
    }

    private static float[] numbers(int count, SplittableRandom random) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (2 * random.nextDouble() - 1);
        }
        return numbers;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squaresA += a[i] * a[i];
            squaresB += b[i] * b[i];
        }
        return product / Math.sqrt(squaresA * squaresB);
    }
}
