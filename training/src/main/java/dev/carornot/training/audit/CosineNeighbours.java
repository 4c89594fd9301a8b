package dev.carornot.training.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds feature vectors that point the same way. Stateless and thread-safe. */
final class CosineNeighbours {
    private CosineNeighbours() {}

    record Pair(int first, int second, double cosine) {}

    /**
     * Every two vectors whose cosine is at least so much, nearest first, then by index. Compares all with all: 7,933 vectors
     * of 1,024 numbers took 20 s on two busy cores, and the time grows with their square; it is meant for up to 20,000.
     */
    static List<Pair> from(double leastCosine, List<float[]> vectors) {
        List<float[]> units = vectors.stream().map(CosineNeighbours::unit).toList();
        List<Pair> pairs = new ArrayList<>();
        IntStream.range(0, units.size())
                .parallel()
                .mapToObj(first -> after(first, units, leastCosine))
                .toList()
                .forEach(pairs::addAll);
        pairs.sort(Comparator.comparingDouble(Pair::cosine)
                .reversed()
                .thenComparing(Pair::first)
                .thenComparing(Pair::second));
        return pairs;
    }

    private static List<Pair> after(int first, List<float[]> units, double leastCosine) {
        List<Pair> pairs = new ArrayList<>();
        for (int second = first + 1; second < units.size(); second++) {
            double cosine = dot(units.get(first), units.get(second));
            if (cosine >= leastCosine) {
                pairs.add(new Pair(first, second, cosine));
            }
        }
        return pairs;
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        // A vector of nothing but zeros is near to none.
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] * scale);
        }
        return unit;
    }

    /** Four sums side by side, for Java may not reorder one. */
    private static double dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + s2 + s3;
    }
}
