package dev.carornot.classifier.network;

import dev.carornot.classifier.tensor.TensorMap;
import java.util.Optional;

/**
 * All that a program is generated from. Immutable and thread-safe.
 *
 * @param configuration the network
 * @param normalization from bytes to the network's input
 * @param side side of the input in pixels
 * @param weights as trained, batch norms unfolded
 * @param quantized the same network in 8 bits, where somebody has quantised it
 */
public record NetworkSource(
        NetworkConfiguration configuration,
        Normalization normalization,
        int side,
        TensorMap weights,
        Optional<QuantizedWeights> quantized) {}
