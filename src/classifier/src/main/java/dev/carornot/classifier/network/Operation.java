package dev.carornot.classifier.network;

/**
 * A step of a {@link Graph}: reads one value, or two, and writes one. Values have names; each is written once, and before it
 * is read.
 */
public sealed interface Operation {
    /** The value that it reads. */
    String input();

    /** The value that it writes. */
    String output();

    /**
     * A convolution with bias, then the sum with another value, then ReLU; either may be absent. Its tensors are {@code
     * <layer>.weight} and {@code <layer>.bias}.
     *
     * @param layer name, channels, kernel, stride and padding
     * @param residual the value that is added before the ReLU; null for none
     */
    record Convolution(Topology.Convolution layer, String input, String residual, boolean relu, String output)
            implements Operation {}

    /** 3x3, stride 2, padding 1: the one behind a ResNet's stem. */
    record MaxPool(String input, String output) implements Operation {}

    /**
     * Feature maps at every so manyeth row and column, the first included: what a 1x1 convolution of that stride reads of
     * them. Ends programs that yield maps; networks that are trained have none.
     */
    record Sampled(String input, int every, String output) implements Operation {}

    /** Feature maps {@code (N, d, H, W)} to their means {@code (N, d)}. */
    record GlobalAverage(String input, String output) implements Operation {}

    /**
     * A linear layer, and a sigmoid behind it where {@code sigmoid} says so. Its tensors are {@code <name>.weight} {@code
     * (outputs, inputs)} and {@code <name>.bias}.
     */
    record Linear(String name, int inputs, int outputs, boolean sigmoid, String input, String output)
            implements Operation {}
}
