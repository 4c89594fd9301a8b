package dev.carornot.classifier.network;

import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.Optional;

/**
 * All that a program is generated from. Weights are read when they are asked for, since a program needs those of one precision
 * only. Immutable and thread-safe.
 *
 * @param configuration the network
 * @param normalization from bytes to the network's input
 * @param side side of the input in pixels
 * @param floats the weights as trained, batch norms unfolded
 * @param bytes the same network in 8 bits, where somebody has quantised it
 */
public record NetworkSource(
        NetworkConfiguration configuration,
        Normalization normalization,
        int side,
        Deferred<TensorMap> floats,
        Optional<Deferred<QuantizedWeights>> bytes) {

    /** Something that is read, and found sound, when it is first asked for. Implementations are thread-safe. */
    @FunctionalInterface
    public interface Deferred<T> {
        /**
         * Reads it, or returns what was read before.
         *
         * @throws IOException when it cannot be read or is damaged; the message is one sentence
         */
        T get() throws IOException;
    }

    /** Of weights that are there already. */
    public NetworkSource(
            NetworkConfiguration configuration,
            Normalization normalization,
            int side,
            TensorMap weights,
            Optional<QuantizedWeights> quantized) {
        this(configuration, normalization, side, () -> weights, quantized.map(there -> () -> there));
    }

    /**
     * The weights as trained, batch norms unfolded.
     *
     * @throws IOException as {@link Deferred#get}
     */
    public TensorMap weights() throws IOException {
        return floats.get();
    }

    /** Whether the network is there in 8 bits too. */
    public boolean isQuantized() {
        return bytes.isPresent();
    }

    /**
     * The network in 8 bits.
     *
     * @throws IllegalArgumentException when nobody has quantised it
     * @throws IOException as {@link Deferred#get}
     */
    public QuantizedWeights quantized() throws IOException {
        return bytes.orElseThrow(
                        () -> new IllegalArgumentException(
                                "The model holds no int8 weights; quantise it with 'car-or-not quantize', or choose another precision."))
                .get();
    }
}
