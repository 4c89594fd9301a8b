package dev.carornot.classifier.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a {@link Graph}'s values are written in 8 bits: {@code real = scale * (byte - zeroPoint)}, bytes in 0..255. There is
 * an entry for every convolution's output; a max-pool keeps its input's. Weights are signed bytes, {@code real =
 * weight_scale[output channel] * byte}. The input has no entry: the first convolution runs in floats, because rounding its
 * weights alone would cost as much as rounding all others. Immutable and thread-safe.
 *
 * @param activations by value, in the graph's order
 */
public record Quantization(Map<String, Activation> activations) {
    /** Of a network that has not been quantised. */
    public static final Quantization NONE = new Quantization(Map.of());

    /**
     * A value's range.
     *
     * @param scale positive
     * @param zeroPoint 0..255; 0 behind a ReLU
     */
    public record Activation(float scale, int zeroPoint) {
        private static final int MIDDLE = 128;

        /** As wide as {@code range}, to either side of 0. */
        public static Activation symmetric(Activation range) {
            int reach = Math.max(range.zeroPoint(), 255 - range.zeroPoint());
            return new Activation(range.scale() * reach / (MIDDLE - 1), MIDDLE);
        }

        public Activation {
            if (!(scale > 0) || Float.isInfinite(scale) || zeroPoint < 0 || zeroPoint > 255) {
                throw new IllegalArgumentException("An activation's scale is positive and its zero point 0 to 255, not "
                        + scale + " and " + zeroPoint + ".");
            }
        }
    }

    public Quantization {
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
    }

    /** Whether a convolution runs in 8 bits: its input has a range then. */
    public static boolean covers(Operation.Convolution convolution) {
        return !convolution.input().equals(Graph.INPUT);
    }

    /** Whether there are no ranges at all. */
    @JsonIgnore
    public boolean isNone() {
        return activations.isEmpty();
    }

    /**
     * Under which name {@link #activations} may hold the range of what a convolution adds to its residual: the convolution's
     * result before the sum and the ReLU. Only forms that round it by itself need it.
     *
     * @param output the convolution's output
     */
    public static String beforeSum(String output) {
        return output + ".before_sum";
    }
}
