package dev.carornot.training.experiment;

import dev.carornot.training.dataset.Photograph;

/** What the network sees of a photograph. Implementations are thread-safe. */
@FunctionalInterface
interface Views {
    /**
     * Pixels of shape {@code (crop, crop, 3)}.
     *
     * @param epoch from 0
     * @param member the photograph's place in the data, from 0
     */
    byte[] view(Photograph photograph, int epoch, int member);
}
