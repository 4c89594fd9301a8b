package dev.carornot.classifier.program;

import java.util.Arrays;

/**
 * How often which size occurred in one channel of a value, in equally wide bins over {@code [-limit, limit]}, where the limit
 * doubles, and bins merge in pairs, whenever a larger one comes; and the mean. Not thread-safe.
 */
final class ChannelStatistics {
    /** On each side of zero. There are some ten thousand channels in a network, so they are few. */
    private static final int BINS = 1024;

    private final int[] positive = new int[BINS];

    /** Behind a ReLU there are none. */
    private int[] negative;

    /** A power of two above all sizes; 0 as long as there were only zeros. */
    private float limit;

    private float maximum;
    private double sum;
    private long count;

    /** Adds the values from {@code start} to before {@code end}; fewer than 2^31 in all. */
    void add(float[] values, int start, int end) {
        float largest = 0;
        for (int i = start; i < end; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            maximum = Math.max(maximum, values[i]);
            sum += values[i];
        }
        count += end - start;
        if (largest >= limit && largest > 0) {
            widen(largest);
        }
        float binsPerUnit = limit == 0 ? 0 : BINS / limit;
        for (int i = start; i < end; i++) {
            if (values[i] >= 0) {
                positive[(int) (values[i] * binsPerUnit)]++;
            } else {
                if (negative == null) {
                    negative = new int[BINS];
                }
                negative[(int) (-values[i] * binsPerUnit)]++;
            }
        }
    }

    private void widen(float largest) {
        float above = Math.scalb(1f, Math.getExponent(largest) + 1);
        // Zeros lie in the first bin, whatever its width.
        for (; limit > 0 && limit < above; limit *= 2) {
            merge(positive);
            if (negative != null) {
                merge(negative);
            }
        }
        limit = above;
    }

    private static void merge(int[] bins) {
        for (int i = 0; i < BINS / 2; i++) {
            bins[i] = bins[2 * i] + bins[2 * i + 1];
        }
        Arrays.fill(bins, BINS / 2, BINS, 0);
    }

    double mean() {
        return sum / count;
    }

    /** 0 or above. */
    float maximum() {
        return maximum;
    }

    /** Above every size that occurred, less than twice the largest; 0 where there were only zeros. */
    float limit() {
        return limit;
    }

    /**
     * Adds the counts of values of 0 and more to other bins.
     *
     * @param limit where this channel's limit lies among those bins
     */
    void addPositiveTo(double[] bins, double limit) {
        spread(positive, bins, limit);
    }

    /** Likewise the counts of the values below 0. */
    void addNegativeTo(double[] bins, double limit) {
        if (negative != null) {
            spread(negative, bins, limit);
        }
    }

    /** Shares out each bin evenly over those that it covers. */
    private static void spread(int[] counts, double[] bins, double limit) {
        double width = limit / BINS;
        int parts = Math.max(1, (int) Math.ceil(width));
        for (int i = 0; i < BINS; i++) {
            for (int part = 0; part < parts && counts[i] > 0; part++) {
                int bin = (int) ((i + (part + 0.5) / parts) * width);
                bins[Math.min(bins.length - 1, bin)] += (double) counts[i] / parts;
            }
        }
    }
}
