package dev.carornot.training.experiment;

import ai.djl.ndarray.NDArray;
import dev.carornot.classifier.tensor.Tensor;

/** Between an engine's arrays and tensors in memory. Stateless and thread-safe. */
final class Tensors {
    private Tensors() {}

    /** A copy in 32-bit floats. */
    static Tensor tensor(NDArray array) {
        return Tensor.of(array.toFloatArray(), array.getShape());
    }

    /** Overwrites an array with values of its own shape; nothing may be collecting gradients meanwhile. */
    static void set(NDArray array, Tensor tensor) {
        if (!array.getShape().equals(tensor.shape())) {
            throw new IllegalArgumentException(tensor.shape() + " is not " + array.getShape() + ".");
        }
        array.set(tensor.toFloats());
    }
}
