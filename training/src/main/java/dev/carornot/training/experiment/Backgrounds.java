package dev.carornot.training.experiment;

import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.Picture;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What collages are laid upon: training photographs without the positive class, of which the label is never in question,
 * whatever lies on them. Immutable and thread-safe.
 */
record Backgrounds(List<Photograph> photographs) {
    /** Draws of a photograph that can be decoded. */
    private static final int ATTEMPTS = 20;

    /** The negatives among the training photographs. */
    static Backgrounds of(List<Photograph> training) {
        return new Backgrounds(
                training.stream().filter(photograph -> !photograph.positive()).toList());
    }

    /** One of them. */
    Photograph draw(SplittableRandom random) {
        return photographs.get(random.nextInt(photographs.size()));
    }

    /** The picture of one of them that can be decoded. */
    Picture picture(SplittableRandom random, ImageDecoder decoder) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Photograph drawn = draw(random);
            try {
                if (decoder.decode(Files.readAllBytes(drawn.file())) instanceof Decoding.Decoded decoded) {
                    return decoded.picture();
                }
            } catch (IOException e) {
                throw new UserException("'" + drawn.path() + "' cannot be read: " + e.getMessage() + ".", e);
            }
        }
        throw new UserException("Of the photographs for collages hardly one can be decoded; leave 'collage' out.");
    }

    /** SHA-256 over what they hold, in their order. */
    String digest() {
        return Sha256.of(photographs.stream()
                .map(Photograph::sha256)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
    }
}
