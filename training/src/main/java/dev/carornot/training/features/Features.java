package dev.carornot.training.features;

import dev.carornot.training.dataset.Photograph;
import java.util.List;

/**
 * The features of photographs, in the order in which they were asked for.
 *
 * @param photographs those that could be decoded
 * @param vectors one for each of {@code photographs}; copies of one photograph share theirs, so nobody writes to them
 * @param unreadable the others, left out above
 */
public record Features(List<Photograph> photographs, List<float[]> vectors, List<Unreadable> unreadable) {
    /** A photograph that could not be decoded, and why, in one sentence. */
    public record Unreadable(Photograph photograph, String reason) {}
}
