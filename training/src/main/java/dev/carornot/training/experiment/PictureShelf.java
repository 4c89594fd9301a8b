package dev.carornot.training.experiment;

import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decoded photographs for many epochs: shrunk to what augmentation still needs and kept in memory while there is room,
 * decoded again where there is not. Thread-safe.
 */
final class PictureShelf {
    private final ImageDecoder decoder;
    private final Resampler resampler;
    private final int shorterSide;
    private final AtomicLong room;
    private final Map<String, Picture> kept = new ConcurrentHashMap<>();

    /**
     * @param shorterSide pictures are shrunk so that this is left of their shorter side, in pixels
     * @param bytes how much memory the pictures may take
     */
    PictureShelf(ImageDecoder decoder, Resampler resampler, int shorterSide, long bytes) {
        this.decoder = decoder;
        this.resampler = resampler;
        this.shorterSide = shorterSide;
        this.room = new AtomicLong(bytes);
    }

    /** The shrunk picture, or why there is none. */
    Decoding look(Photograph photograph) {
        Picture known = kept.get(photograph.sha256());
        if (known != null) {
            return new Decoding.Decoded(known, null);
        }
        Decoding decoding;
        try {
            decoding = decoder.decode(Files.readAllBytes(photograph.file()));
        } catch (IOException e) {
            throw new UserException("'" + photograph.path() + "' cannot be read: " + e.getMessage() + ".", e);
        }
        if (!(decoding instanceof Decoding.Decoded decoded)) {
            return decoding;
        }
        Picture shrunk = shrink(decoded.picture());
        if (room.addAndGet(-shrunk.rgb().length) >= 0) {
            kept.put(photograph.sha256(), shrunk);
        } else {
            room.addAndGet(shrunk.rgb().length);
        }
        return new Decoding.Decoded(shrunk, decoded.format());
    }

    /** As {@link #look}, for a photograph that was read before. */
    Picture picture(Photograph photograph) {
        if (look(photograph) instanceof Decoding.Decoded decoded) {
            return decoded.picture();
        }
        throw new UserException("'" + photograph.path() + "' could be read at first and cannot any more.");
    }

    private Picture shrink(Picture picture) {
        int shorter = Math.min(picture.width(), picture.height());
        if (shorter <= shorterSide) {
            return picture;
        }
        double scale = (double) shorterSide / shorter;
        int width = (int) Math.round(picture.width() * scale);
        int height = (int) Math.round(picture.height() * scale);
        return new Picture(
                width, height, resampler.resample(picture, 0, 0, picture.width(), picture.height(), width, height));
    }
}
