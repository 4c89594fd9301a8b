package dev.carornot.classifier.onnx;

import dev.carornot.classifier.network.Operation;

/**
 * How the part of a network that may be quantised is written. Each value of the {@link
 * dev.carornot.classifier.network.Graph} becomes an ONNX value of the same name that holds real numbers; what lies between
 * two of them is called {@code <value>/<what>}. Not thread-safe.
 */
interface Arithmetic {
    /** Turns normalised pictures, the ONNX value {@code normalized}, into the graph's input. */
    void input(String normalized);

    void convolution(Operation.Convolution convolution);

    void maxPool(Operation.MaxPool pool);
}
