package dev.carornot.training.fingerprint;

import dev.carornot.training.dataset.Photograph;
import java.util.List;

/**
 * The perceptual hashes of photographs, in their order.
 *
 * @param photographs those that could be decoded
 * @param hashes one for each of {@code photographs}
 * @param unreadable the others
 */
public record Fingerprints(List<Photograph> photographs, List<PerceptualHash> hashes, List<Unreadable> unreadable) {
    public Fingerprints {
        photographs = List.copyOf(photographs);
        hashes = List.copyOf(hashes);
        unreadable = List.copyOf(unreadable);
    }

    /** A photograph that could not be decoded, and why, in one sentence. */
    public record Unreadable(Photograph photograph, String reason) {}
}
