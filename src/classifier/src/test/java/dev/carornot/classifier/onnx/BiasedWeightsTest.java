package dev.carornot.classifier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.tensor.Tensor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BiasedWeightsTest {
    private static final float INPUT_SCALE = 0.02f;

    @Test
    void aBiasKeepsItsValueAtTheScaleOfTheProducts() {
        Tensor weight = weight(127, -64);
        float[] bias = {0.75f, -1.5f};
        BiasedWeights weights = BiasedWeights.of(weight, new float[] {0.01f, 0.03f}, bias, INPUT_SCALE);
        assertThat(weights.bytes()).isSameAs(weight);
        for (int channel = 0; channel < bias.length; channel++) {
            float scale = weights.biasScales(INPUT_SCALE)[channel];
            assertThat(weights.bias()[channel] * scale).isCloseTo(bias[channel], within(scale));
        }
    }

    @Test
    void aChannelOfAllButZeroWeightsKeepsItsBiasToo() {
        BiasedWeights weights =
                BiasedWeights.of(weight(127, 100), new float[] {1e-12f, 0.01f}, new float[] {0.75f, 0.1f}, INPUT_SCALE);
        float real = weights.bias()[0] * weights.biasScales(INPUT_SCALE)[0];
        assertThat(real).isCloseTo(0.75f, within(1e-6f));
        assertThat(weights.bytes().data().get(0) * weights.scales()[0]).isCloseTo(0, within(1e-9f));
        assertThat(weights.bytes().data().get(1)).isEqualTo((byte) 100);
        assertThat(weights.scales()[1]).isEqualTo(0.01f);
    }

    private static Tensor weight(int first, int second) {
        return new Tensor(
                DataType.INT8, new Shape(2, 1, 1, 1), ByteBuffer.wrap(new byte[] {(byte) first, (byte) second}));
    }
}
