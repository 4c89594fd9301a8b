package dev.carornot.classifier.network;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Folds each batch norm into the convolution before it: with {@code s = gamma / sqrt(variance + epsilon)}, weights become
 * {@code s * w} and the bias {@code beta - s * mean}. Stateless and thread-safe.
 */
public final class BatchNormFolding {
    /** What torchvision's and our ResNets add to the variance. */
    public static final float EPSILON = 1e-5f;

    private BatchNormFolding() {}

    /**
     * Folds all batch norms of a network.
     *
     * @param tensors a network's tensors by name, batch norms unfolded, complete
     * @return the same network's tensors with a {@code bias} for each convolution and without batch norms; what belongs to
     *     no convolution (the head) is passed on
     */
    public static Map<String, Tensor> fold(BackboneConfiguration configuration, Map<String, Tensor> tensors) {
        Map<String, Tensor> folded = new LinkedHashMap<>(tensors);
        Topology.of(configuration).convolutions().forEach(convolution -> {
            float[] gamma = folded.remove(convolution.norm() + ".weight").toFloats();
            float[] beta = folded.remove(convolution.norm() + ".bias").toFloats();
            float[] mean = folded.remove(convolution.norm() + ".running_mean").toFloats();
            float[] variance =
                    folded.remove(convolution.norm() + ".running_var").toFloats();
            String name = convolution.name() + ".weight";
            float[] weight = folded.get(name).toFloats();
            int perOutput = weight.length / gamma.length;
            float[] bias = new float[gamma.length];
            for (int output = 0; output < gamma.length; output++) {
                double scale = gamma[output] / Math.sqrt((double) variance[output] + EPSILON);
                bias[output] = (float) (beta[output] - scale * mean[output]);
                for (int i = output * perOutput; i < (output + 1) * perOutput; i++) {
                    weight[i] = (float) (scale * weight[i]);
                }
            }
            folded.put(name, Tensor.of(weight, convolution.weightShape()));
            folded.put(convolution.name() + ".bias", Tensor.of(bias, new Shape(bias.length)));
        });
        return folded;
    }
}
