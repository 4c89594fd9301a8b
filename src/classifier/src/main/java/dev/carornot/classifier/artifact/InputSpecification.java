package dev.carornot.classifier.artifact;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.Normalization;

/** What the network was trained to see. */
public record InputSpecification(InputSize size, Normalization normalization) {
    public InputSpecification {
        if (size == null || normalization == null) {
            throw new IllegalArgumentException("The input needs a size and a normalization.");
        }
    }
}
