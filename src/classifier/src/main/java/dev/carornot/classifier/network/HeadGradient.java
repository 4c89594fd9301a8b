package dev.carornot.classifier.network;

import dev.carornot.classifier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a head's logit answers to its input: the exact gradient with respect to the pooled features, dropout off. The head being
 * linear layers with sigmoids between them, that is a closed formula, {@code W1' (s1 (1 - s1) * (W2' (... * w)))}; nothing is
 * propagated through the backbone. Holds a copy of the head's weights. Immutable and thread-safe.
 */
public final class HeadGradient {
    /** The hidden layers, then the output layer. */
    private final List<Layer> layers;

    /** A linear layer; the weight is {@code (outputs, inputs)}. */
    // Arrays in a record: nobody compares two layers, and nobody outside sees one.
    @SuppressWarnings("ArrayRecordComponent")
    private record Layer(int inputs, int outputs, float[] weight, float[] bias) {}

    private HeadGradient(List<Layer> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Of the head of a network.
     *
     * @param tensors the network's, those of the head among them, as {@link Head} names them
     * @throws IllegalArgumentException when a tensor of the head is missing or of another shape
     */
    public static HeadGradient of(NetworkConfiguration configuration, Map<String, Tensor> tensors) {
        List<Layer> layers = new ArrayList<>();
        int inputs = configuration.backbone().features();
        List<Integer> hidden = configuration.head().hidden();
        for (int i = 0; i < hidden.size(); i++) {
            layers.add(layer(Head.hiddenLayer(i), inputs, hidden.get(i), tensors));
            inputs = hidden.get(i);
        }
        layers.add(layer(Head.OUTPUT_LAYER, inputs, 1, tensors));
        return new HeadGradient(layers);
    }

    private static Layer layer(String name, int inputs, int outputs, Map<String, Tensor> tensors) {
        float[] weight = values(name + ".weight", (long) inputs * outputs, tensors);
        return new Layer(inputs, outputs, weight, values(name + ".bias", outputs, tensors));
    }

    private static float[] values(String name, long count, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || tensor.shape().size() != count) {
            throw new IllegalArgumentException("The head needs " + count + " values called " + name + ", and there are "
                    + (tensor == null ? "none." : tensor.shape().size() + "."));
        }
        return tensor.toFloats();
    }

    /** How many features the head reads. */
    public int features() {
        return layers.get(0).inputs();
    }

    /**
     * The gradient of the logit.
     *
     * @param features the pooled ones of a picture
     * @return for each feature by how much the logit grows with it
     * @throws IllegalArgumentException when there are not {@link #features()} of them
     */
    public double[] at(double[] features) {
        if (features.length != features()) {
            throw new IllegalArgumentException(
                    "The head reads " + features() + " features, not " + features.length + ".");
        }
        int hidden = layers.size() - 1;
        List<double[]> slopes = new ArrayList<>(hidden);
        double[] values = features;
        for (Layer layer : layers.subList(0, hidden)) {
            double[] sums = forward(layer, values);
            double[] slope = new double[sums.length];
            values = new double[sums.length];
            for (int i = 0; i < sums.length; i++) {
                values[i] = sigmoid(sums[i]);
                // Not s (1 - s), which loses all its digits where s is close to 1.
                slope[i] = values[i] * sigmoid(-sums[i]);
            }
            slopes.add(slope);
        }
        double[] gradient = backward(layers.get(hidden), new double[] {1});
        for (int i = hidden - 1; i >= 0; i--) {
            double[] slope = slopes.get(i);
            for (int j = 0; j < slope.length; j++) {
                gradient[j] *= slope[j];
            }
            gradient = backward(layers.get(i), gradient);
        }
        return gradient;
    }

    private static double[] forward(Layer layer, double[] values) {
        double[] sums = new double[layer.outputs()];
        for (int out = 0, at = 0; out < sums.length; out++) {
            double sum = layer.bias()[out];
            for (double value : values) {
                sum += layer.weight()[at++] * value;
            }
            sums[out] = sum;
        }
        return sums;
    }

    private static double[] backward(Layer layer, double[] gradient) {
        double[] result = new double[layer.inputs()];
        for (int out = 0, at = 0; out < gradient.length; out++) {
            double factor = gradient[out];
            for (int in = 0; in < result.length; in++) {
                result[in] += factor * layer.weight()[at++];
            }
        }
        return result;
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
