package dev.carornot.classifier.network;

import dev.carornot.classifier.tensor.TensorMap;

/**
 * A network in 8 bits: for each convolution {@code <layer>.weight} as signed bytes, {@code <layer>.weight_scale} by output
 * channel and {@code <layer>.bias} as 32-bit floats, batch norms folded in; the head as it was. Immutable and thread-safe.
 *
 * @param quantization the activations' ranges
 * @param tensors by name
 */
public record QuantizedWeights(Quantization quantization, TensorMap tensors) {}
