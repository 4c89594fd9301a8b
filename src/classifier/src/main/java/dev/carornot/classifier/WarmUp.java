package dev.carornot.classifier;

import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Classifies a drawn picture before anybody's photograph, through all that a photograph goes through. */
final class WarmUp {
    /** Drawn by a program, 384 x 256; a file, since to draw and encode it anew takes longer than to classify it. */
    private static final String PICTURE = "warm-up.jpg";

    /** The engine settles its memory and its choice of kernels within the first two passes. */
    private static final int PASSES = 2;

    private WarmUp() {}

    static void run(Classifier classifier) {
        byte[] picture = picture();
        // With limits of its own: a classifier may be set to refuse what is as large as this.
        InputDecoder decoder = classifier.decoder().withLimits(ImageLimits.DEFAULT);
        for (int pass = 0; pass < PASSES; pass++) {
            long start = System.nanoTime();
            if (!(decoder.decode(picture, classifier.inputSize()) instanceof Fitting.Fitted fitted)) {
                throw new IllegalStateException(
                        "The warm-up picture cannot be decoded; is this Java without java.desktop?");
            }
            classifier.classify(fitted, start);
        }
    }

    private static byte[] picture() {
        try (InputStream in = WarmUp.class.getResourceAsStream(PICTURE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The warm-up picture cannot be read.", e);
        }
    }
}
