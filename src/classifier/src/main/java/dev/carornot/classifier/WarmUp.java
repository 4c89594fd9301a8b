package dev.carornot.classifier;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
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
        for (int pass = 0; pass < PASSES; pass++) {
            if (classifier.classify(picture) instanceof Verdict.Refused refused) {
                throw new IllegalStateException(
                        "The warm-up picture was refused: " + refused.refusal().message());
            }
        }
    }

    private static byte[] draw() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, WIDTH, HEIGHT, Color.BLUE));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("A drawn picture cannot be written to memory.", e);
        }
        return bytes.toByteArray();
    }
}
