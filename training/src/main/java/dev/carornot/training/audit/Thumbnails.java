package dev.carornot.training.audit;

import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.training.dataset.Dataset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small pictures of a data set's photographs, to be put into a page. Thread-safe. */
final class Thumbnails {
    /** The longer side, in pixels. */
    private static final int SIDE = 128;

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    private final Map<String, Path> files = new HashMap<>();

    Thumbnails(Dataset dataset) {
        dataset.photographs().forEach(photograph -> files.put(photograph.path(), photograph.file()));
    }

    /** A JPEG as a data URI; empty when the photograph cannot be read. */
    Optional<String> of(String path) {
        try {
            Decoding decoding = decoder.decode(Files.readAllBytes(files.get(path)));
            return decoding instanceof Decoding.Decoded decoded
                    ? Optional.of(
                            "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg(decoded.picture())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] jpeg(Picture picture) throws IOException {
        double scale = Math.min(1, (double) SIDE / Math.max(picture.width(), picture.height()));
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        byte[] rgb = new Resampler().resample(picture, 0, 0, picture.width(), picture.height(), width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int colour = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
            image.setRGB(i % width, i / width, colour);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "jpeg", stream);
        }
        return bytes.toByteArray();
    }
}
