package dev.carornot.classifier.network;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights to signed bytes, symmetrically and with a scale for each output channel. Stateless and thread-safe.
 *
 * <p>Processors without VNNI multiply unsigned by signed bytes and add two neighbouring input channels' products in 16 bits,
 * where {@code x * |a| + y * |b|} must fit, x and y being the largest bytes of the two channels. Neighbours of the same sign
 * for which it would not are made smaller, so that a network gives the same numbers on every processor; the scale is chosen
 * so that this and the rounding together cost least.
 *
 * <p>Rounding weights moves a convolution's mean output. With the mean of its input known, the bias takes that back (Nagel
 * et al., 2019, arXiv:1906.04721, section 4.2).
 */
public final class WeightQuantization {
    private static final int LARGEST = 127;

    /** What the largest byte stands for, in parts of a channel's largest weight: above 1 leaves room for large pairs. */
    private static final double LARGEST_RANGE = 2;

    private static final double SMALLEST_RANGE = 0.5;
    private static final double RANGE_STEP = 0.02;

    /** For a channel of zeros, so that no scale is zero. */
    private static final float SMALLEST_SCALE = 1e-12f;

    private WeightQuantization() {}

    /**
     * What is known of a convolution's input.
     *
     * @param means of each channel over pictures and places
     * @param largest byte of each channel, 0..255
     */
    public record Input(List<Double> means, List<Integer> largest) {
        public Input {
            means = List.copyOf(means);
            largest = List.copyOf(largest);
        }
    }

    /**
     * Quantises the weights of some convolutions.
     *
     * @param folded a network's tensors, batch norms folded in
     * @param convolutions those of the graph
     * @param inputs by value, for the input of each convolution
     * @return the tensors of {@link QuantizedWeights}
     */
    public static Map<String, Tensor> quantize(
            TensorMap folded, List<Operation.Convolution> convolutions, Map<String, Input> inputs) {
        Map<String, Tensor> quantized = new LinkedHashMap<>(folded.tensors());
        for (Operation.Convolution convolution : convolutions) {
            Topology.Convolution layer = convolution.layer();
            float[] weights = quantized.get(layer.name() + ".weight").toFloats();
            float[] bias = quantized.get(layer.name() + ".bias").toFloats();
            Input input = inputs.get(convolution.input());
            int[] largest = input.largest().stream().mapToInt(Integer::intValue).toArray();
            float[] scales = new float[layer.outputs()];
            ByteBuffer bytes = ByteBuffer.allocateDirect(weights.length);
            int places = layer.kernel() * layer.kernel();
            int perOutput = layer.inputs() * places;
            float[] channel = new float[perOutput];
            for (int output = 0; output < layer.outputs(); output++) {
                System.arraycopy(weights, output * perOutput, channel, 0, perOutput);
                scales[output] = scale(channel, places, largest);
                byte[] rounded = rounded(channel, places, scales[output], largest);
                bytes.put(rounded);
                bias[output] += (float) shift(channel, rounded, scales[output], places, input.means());
            }
            quantized.put(layer.name() + ".weight", new Tensor(DataType.INT8, layer.weightShape(), bytes.flip()));
            quantized.put(layer.name() + ".weight_scale", Tensor.of(scales, new Shape(scales.length)));
            quantized.put(layer.name() + ".bias", Tensor.of(bias, new Shape(bias.length)));
        }
        return quantized;
    }

    /** The scale with the least squared error. */
    private static float scale(float[] channel, int places, int[] largestBytes) {
        float largest = 0;
        for (float weight : channel) {
            largest = Math.max(largest, Math.abs(weight));
        }
        float best = 0;
        double leastError = Double.POSITIVE_INFINITY;
        for (double range = LARGEST_RANGE; range >= SMALLEST_RANGE; range -= RANGE_STEP) {
            float scale = Math.max(SMALLEST_SCALE, (float) (range * largest / LARGEST));
            double error = error(channel, rounded(channel, places, scale, largestBytes), scale);
            if (error < leastError) {
                leastError = error;
                best = scale;
            }
        }
        return best;
    }

    private static double error(float[] channel, byte[] rounded, float scale) {
        double error = 0;
        for (int i = 0; i < channel.length; i++) {
            double difference = (double) rounded[i] * scale - channel[i];
            error += difference * difference;
        }
        return error;
    }

    /** What the rounding takes from the mean output. */
    private static double shift(float[] channel, byte[] rounded, float scale, int places, List<Double> means) {
        double shift = 0;
        for (int i = 0; i < channel.length; i++) {
            shift += (channel[i] - (double) rounded[i] * scale) * means.get(i / places);
        }
        return shift;
    }

    /**
     * Rounds one output channel's weights.
     *
     * @param channel {@code (inputs, places)}
     */
    private static byte[] rounded(float[] channel, int places, float scale, int[] largest) {
        byte[] rounded = new byte[channel.length];
        for (int i = 0; i < channel.length; i++) {
            rounded[i] = (byte) Math.max(-LARGEST, Math.min(LARGEST, Math.round(channel[i] / scale)));
        }
        for (int even = 0; even + 1 < largest.length; even += 2) {
            for (int a = even * places; a < (even + 1) * places; a++) {
                int b = a + places;
                int sum = largest[even] * rounded[a] + largest[even + 1] * rounded[b];
                if ((rounded[a] ^ rounded[b]) >= 0 && Math.abs(sum) > Short.MAX_VALUE) {
                    double fitting = (double) Short.MAX_VALUE / Math.abs(sum);
                    rounded[a] = (byte) (rounded[a] * fitting);
                    rounded[b] = (byte) (rounded[b] * fitting);
                }
            }
        }
        return rounded;
    }
}
