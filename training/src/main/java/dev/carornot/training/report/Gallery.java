package dev.carornot.training.report;

import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.picture.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;

/** Photographs as small pictures inside the page. Stateless and thread-safe. */
final class Gallery {
    /** Enough to see what a photograph shows. */
    private static final int LONGER_SIDE = 160;

    private static final double QUALITY = 0.7;

    private Gallery() {}

    /** A data URI; empty when the photograph cannot be read. */
    static String image(Photograph photograph) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(photograph.file());
        } catch (IOException e) {
            return "";
        }
        return Pictures.decode(bytes).map(image -> uri(small(image))).orElse("");
    }

    /** The image at the gallery's size. */
    static BufferedImage small(BufferedImage image) {
        return Pictures.shrink(image, LONGER_SIDE);
    }

    /** A data URI of an image as it is. */
    static String uri(BufferedImage small) {
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(Pictures.jpeg(small, QUALITY));
    }
}
