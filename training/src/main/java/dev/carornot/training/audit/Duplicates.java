package dev.carornot.training.audit;

import dev.carornot.training.dataset.Photograph;
import java.util.Comparator;
import java.util.List;

/**
 * Photographs that are the same or nearly so, in pairs.
 *
 * @param criterion what makes a pair
 * @param acrossSplits pairs whose photographs are in two splits, so that one was seen in training and one is tested, say
 * @param acrossLabels pairs whose labels differ, so that one is wrong
 * @param pairs those across splits or labels first, then the nearest
 */
public record Duplicates(String criterion, int acrossSplits, int acrossLabels, List<Pair> pairs) {
    public Duplicates {
        pairs = List.copyOf(pairs);
    }

    /**
     * A pair.
     *
     * @param measure how near they are: differing bits of a hash, or the cosine of features; 0 for copies
     */
    public record Pair(Place first, Place second, double measure) {
        boolean isAcrossSplits() {
            return !first.split().equals(second.split());
        }

        boolean isAcrossLabels() {
            return !first.label().equals(second.label());
        }
    }

    /** Where a photograph stands. */
    public record Place(String path, String split, String label, String source) {
        static Place of(Photograph photograph, String label) {
            return new Place(photograph.path(), photograph.split(), label, photograph.source());
        }
    }

    /** Sorts and counts pairs that come nearest first. */
    static Duplicates of(String criterion, List<Pair> pairs) {
        List<Pair> sorted = pairs.stream()
                .sorted(Comparator.comparing((Pair pair) -> !(pair.isAcrossSplits() || pair.isAcrossLabels())))
                .toList();
        return new Duplicates(
                criterion,
                (int) pairs.stream().filter(Pair::isAcrossSplits).count(),
                (int) pairs.stream().filter(Pair::isAcrossLabels).count(),
                sorted);
    }
}
