package dev.carornot.classifier.program;

import dev.carornot.classifier.network.FeatureMaps;

/** A program that yields one logit a picture, and can show what it came from. Thread-safe, as all programs are. */
public interface ClassifierProgram extends Program {
    /**
     * Runs the network on one picture, as {@code run(pixels, 1)} does: the logit is the same to the bit.
     *
     * @param pixels {@code (side, side, 3)} bytes, red green blue
     * @throws IllegalArgumentException when {@code pixels} has another length
     * @throws IllegalStateException when the program is closed
     */
    MappedLogit explain(byte[] pixels);

    /**
     * A picture's logit and the feature maps that the head's input is the average of.
     *
     * @param maps in real numbers, whatever arithmetic computed them
     */
    record MappedLogit(float logit, FeatureMaps maps) {}
}
