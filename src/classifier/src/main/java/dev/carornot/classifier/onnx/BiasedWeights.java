package dev.carornot.classifier.onnx;

import ai.djl.ndarray.types.DataType;
import dev.carornot.classifier.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * A convolution's weights and bias as integers: ONNX Runtime's 8-bit convolution wants the bias in 32 bits at the scale of
 * the products, input scale x weight scale.
 *
 * @param bytes {@code (outputs, inputs, kernel, kernel)} signed bytes
 * @param scales of the weights, by output channel
 * @param bias by output channel
 */
// The arrays are written once and handed straight to the graph.
@SuppressWarnings("ArrayRecordComponent")
record BiasedWeights(Tensor bytes, float[] scales, int[] bias) {
    /** Half of what 32 bits hold, so that bias and products do not overflow together. */
    private static final double LARGEST_BIAS = 1 << 30;

    /**
     * Rounds the bias. A channel whose weights are all but zero has so small a scale that its bias would overflow; such a
     * channel gets a larger scale, at which its weights lose nothing that the bias would not drown.
     */
    static BiasedWeights of(Tensor weight, float[] weightScales, float[] bias, float inputScale) {
        float[] scales = weightScales.clone();
        int[] rounded = new int[bias.length];
        byte[] rescaled = null;
        for (int channel = 0; channel < bias.length; channel++) {
            float smallest = (float) (Math.abs(bias[channel]) / (LARGEST_BIAS * inputScale));
            if (scales[channel] < smallest) {
                scales[channel] = smallest;
                rescaled = rescaled == null ? copy(weight.data()) : rescaled;
                rescale(rescaled, channel, bias.length, weightScales[channel] / smallest);
            }
            rounded[channel] = Math.toIntExact(Math.round(bias[channel] / ((double) inputScale * scales[channel])));
        }
        Tensor bytes = rescaled == null ? weight : new Tensor(DataType.INT8, weight.shape(), ByteBuffer.wrap(rescaled));
        return new BiasedWeights(bytes, scales, rounded);
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static void rescale(byte[] weights, int channel, int channels, float factor) {
        int perChannel = weights.length / channels;
        for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
            weights[i] = (byte) Math.round(weights[i] * factor);
        }
    }

    float[] biasScales(float inputScale) {
        float[] products = new float[scales.length];
        for (int channel = 0; channel < products.length; channel++) {
            products[channel] = inputScale * scales[channel];
        }
        return products;
    }
}
