package dev.carornot.classifier;

import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Classifies a drawn picture before anybody's photograph, through all that a photograph goes through. */
final class WarmUp {
    private static final int WIDTH = 384;
    private static final int HEIGHT = 256;

    /** The engine settles its memory and its choice of kernels within the first two passes. */
    private static final int PASSES = 3;

    private WarmUp() {}

    static void run(Classifier classifier) {
        byte[] picture = draw();
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

    private static byte[] draw() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, ((x & 0xff) << 16) | ((y & 0xff) << 8) | ((x + y) & 0xff));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("A drawn picture cannot be written to memory.", e);
        }
        return bytes.toByteArray();
    }
}
