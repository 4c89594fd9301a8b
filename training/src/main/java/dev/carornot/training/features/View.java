package dev.carornot.training.features;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Picture;

/**
 * What the network is shown of a photograph: the centre as in serving, or an augmented copy. Implementations are thread-safe
 * and depend on their arguments only, never on the order of calls.
 */
public interface View {
    /** Names the view, its parameters and its revision; a part of the cache's key. */
    String name();

    /**
     * Makes the network's input.
     *
     * @param picture upright
     * @param sha256 of the photograph's file, from which an augmented copy draws its seed
     * @return {@code (crop, crop, 3)} bytes, red green blue
     */
    byte[] pixels(Picture picture, InputSize size, String sha256);
}
