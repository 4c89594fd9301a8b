package dev.carornot.training.report;

import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.picture.Pictures;
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
        return Pictures.decode(bytes)
                .map(image -> "data:image/jpeg;base64,"
                        + Base64.getEncoder()
                                .encodeToString(Pictures.jpeg(Pictures.shrink(image, LONGER_SIDE), QUALITY)))
                .orElse("");
    }
}
