package dev.carornot.benchmark.measurement;

import java.util.Arrays;
import java.util.List;

/** Measured values of one kind, and what is said of them. Immutable and thread-safe. */
public final class Samples {
    private final double[] ascending;

    private Samples(double[] ascending) {
        this.ascending = ascending;
    }

    /**
     * In any order.
     *
     * @throws IllegalArgumentException when there is none, or one that is no number
     */
    public static Samples of(double... values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        // NaN sorts last.
        if (ascending.length == 0 || Double.isNaN(ascending[ascending.length - 1])) {
            throw new IllegalArgumentException("Nothing can be said of no values, or of " + Arrays.toString(values));
        }
        return new Samples(ascending);
    }

    /** As {@link #of(double...)}. */
    public static Samples of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public int count() {
        return ascending.length;
    }

    public double median() {
        return percentile(50);
    }

    /**
     * The value below which so many per cent lie, linear between neighbours (Hyndman and Fan, 1996, definition 7).
     *
     * @param percent 0..100
     */
    public double percentile(double percent) {
        double at = percent / 100 * (ascending.length - 1);
        int below = (int) Math.floor(at);
        int above = (int) Math.ceil(at);
        return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
    }
}
