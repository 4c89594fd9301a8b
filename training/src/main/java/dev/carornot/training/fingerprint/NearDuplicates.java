package dev.carornot.training.fingerprint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds pictures that look alike. Stateless and thread-safe. */
public final class NearDuplicates {
    /** Up to so many differing bits of 256 two pictures are taken for the same; docs/data.md tells what this rests on. */
    public static final int MAX_DISTANCE = 24;

    private NearDuplicates() {}

    /**
     * Two pictures that look alike.
     *
     * @param first index of a picture
     * @param second index of a later picture
     * @param distance bits in which their hashes differ
     */
    public record Pair(int first, int second, int distance) {}

    /**
     * Every two hashes within a distance, nearest first, then by index. Compares all with all: 7,933 hashes took 0.17 s,
     * and the time grows with their square, so that a cleverer search would pay from some 100,000 on.
     */
    public static List<Pair> within(List<PerceptualHash> hashes, int maxDistance) {
        PerceptualHash[] all = hashes.toArray(new PerceptualHash[0]);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            for (int j = i + 1; j < all.length; j++) {
                int distance = all[i].distance(all[j]);
                if (distance <= maxDistance) {
                    pairs.add(new Pair(i, j, distance));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::distance)
                .thenComparing(Pair::first)
                .thenComparing(Pair::second));
        return pairs;
    }
}
