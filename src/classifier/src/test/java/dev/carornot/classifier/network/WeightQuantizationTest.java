package dev.carornot.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightQuantizationTest {
    private static final int INPUTS = 8;
    private static final int OUTPUTS = 5;
    private static final int PLACES = 9;
    private static final Operation.Convolution CONVOLUTION = new Operation.Convolution(
            new Topology.Convolution("conv", "bn", INPUTS, OUTPUTS, 3, 1), "input", null, true, "conv");

    @Test
    void weightsComeBackWithinHalfAStep() {
        float[] weights = random();
        Map<String, Tensor> quantized = quantize(weights, 1);
        float[] scales = quantized.get("conv.weight_scale").toFloats();
        ByteBuffer bytes = quantized.get("conv.weight").data();
        assertThat(quantized.get("conv.weight").type()).isEqualTo(DataType.INT8);
        int exact = 0;
        for (int i = 0; i < weights.length; i++) {
            float scale = scales[i / (INPUTS * PLACES)];
            if (Math.abs(bytes.get(i) * scale - weights[i]) <= 0.5001 * scale) {
                exact++;
            }
        }
        // The rest are the few large ones that were cut off for the others' sake.
        assertThat(exact).isGreaterThan(weights.length * 97 / 100);
    }

    @Test
    void noTwoNeighbourChannelsCanOverflowSixteenBits() {
        float[] weights = new float[OUTPUTS * INPUTS * PLACES];
        java.util.Arrays.fill(weights, 1);
        ByteBuffer bytes = quantize(weights, 255).get("conv.weight").data();
        for (int output = 0; output < OUTPUTS; output++) {
            for (int even = 0; even < INPUTS; even += 2) {
                for (int place = 0; place < PLACES; place++) {
                    int at = (output * INPUTS + even) * PLACES + place;
                    int sum = 255 * (bytes.get(at) + bytes.get(at + PLACES));
                    assertThat(sum).isPositive().isLessThanOrEqualTo(Short.MAX_VALUE);
                }
            }
        }
    }

    @Test
    void theBiasTakesBackWhatRoundingDoesToTheMean() {
        float[] weights = random();
        Map<String, Tensor> quantized = quantize(weights, 200);
        float[] scales = quantized.get("conv.weight_scale").toFloats();
        ByteBuffer bytes = quantized.get("conv.weight").data();
        float[] bias = quantized.get("conv.bias").toFloats();
        for (int output = 0; output < OUTPUTS; output++) {
            double before = 0;
            double after = bias[output];
            for (int i = output * INPUTS * PLACES; i < (output + 1) * INPUTS * PLACES; i++) {
                before += weights[i] * 0.5;
                after += bytes.get(i) * scales[output] * 0.5;
            }
            assertThat(after).isCloseTo(before, within(1e-4));
        }
    }

    @Test
    void aChannelOfZerosStaysZero() {
        Map<String, Tensor> quantized = quantize(new float[OUTPUTS * INPUTS * PLACES], 255);
        assertThat(quantized.get("conv.weight").data().get(0)).isZero();
        assertThat(quantized.get("conv.weight_scale").toFloats()[0]).isPositive();
    }

    private static float[] random() {
        Random random = new Random(1);
        float[] weights = new float[OUTPUTS * INPUTS * PLACES];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }

    private static Map<String, Tensor> quantize(float[] weights, int largestByte) {
        TensorMap folded = new TensorMap(
                "drawn",
                Map.of(
                        "conv.weight", Tensor.of(weights, CONVOLUTION.layer().weightShape()),
                        "conv.bias", Tensor.of(new float[OUTPUTS], new Shape(OUTPUTS))),
                Map.of());
        WeightQuantization.Input input = new WeightQuantization.Input(
                Collections.nCopies(INPUTS, 0.5), Collections.nCopies(INPUTS, largestByte));
        return WeightQuantization.quantize(folded, List.of(CONVOLUTION), Map.of("input", input));
    }
}
