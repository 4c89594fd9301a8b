package dev.carornot.benchmark.material;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A whole ResNet-50 with the write-up's head and random weights: as fast or slow as a trained one, as long as its numbers
 * stay in a trained one's range (no NaN, no denormals, not everything behind a ReLU zero). Stateless and thread-safe.
 */
public final class RandomNetwork {
    public static final NetworkConfiguration CONFIGURATION =
            new NetworkConfiguration(BackboneConfiguration.resNet50(Variant.V1_5, 4), HeadConfiguration.WRITE_UP);

    private static final long SEED = 20261124;
    /** He et al., 2015, arXiv:1502.01852: keeps the variance where half of the inputs are cut off by a ReLU. */
    private static final double HE_GAIN = 2;
    /** Batch norms before a residual sum damp their branch, or the sums would grow from block to block. */
    private static final float RESIDUAL_GAIN = 0.25f;

    private RandomNetwork() {}

    /** The weights by name, the same in every run. */
    public static Map<String, Tensor> weights() {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> parameter :
                Network.classifier(CONFIGURATION, false).parametersByName().entrySet()) {
            Shape shape = parameter.getValue().getShape();
            weights.put(parameter.getKey(), Tensor.of(values(parameter.getKey(), shape, random), shape));
        }
        return weights;
    }

    private static float[] values(String name, Shape shape, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        float centre = centre(name, shape);
        double spread = spread(shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centre + spread * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    /** Of a batch norm's vectors variance and weight lie around 1; whatever else there is around 0. */
    private static float centre(String name, Shape shape) {
        boolean norm = shape.dimension() == 1 && !name.startsWith("head");
        if (!norm || name.endsWith(".bias") || name.endsWith(".running_mean")) {
            return 0;
        }
        return name.endsWith(".bn3.weight") ? RESIDUAL_GAIN : 1;
    }

    /** Half the width of a uniform distribution with He's variance; a little for vectors. */
    private static double spread(Shape shape) {
        if (shape.dimension() == 1) {
            return 0.1;
        }
        return Math.sqrt(3 * HE_GAIN * shape.get(0) / shape.size());
    }
}
