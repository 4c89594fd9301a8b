package dev.carornot.classifier.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link Graph}'s values are written in 8 bits: {@code real = scale * (byte - zeroPoint)}, bytes in 0..255. A
 * max-pool keeps its input's range. A value without an entry stays in floats, and so do the weights of the convolutions that
 * read it, the first convolution's among them; where bytes are added to, bytes must come out. Other weights are signed bytes,
 * {@code real = weight_scale[output channel] * byte}. Immutable and thread-safe.
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

    /** The range of a value, or empty where it stays in floats. */
    public Optional<Activation> range(Graph graph, String value) {
        return Optional.ofNullable(activations.get(graph.rangeOf(value)));
    }

    /** Whether a convolution runs in 8 bits: its input has a range then. */
    public boolean covers(Graph graph, Operation.Convolution convolution) {
        return range(graph, convolution.input()).isPresent();
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
