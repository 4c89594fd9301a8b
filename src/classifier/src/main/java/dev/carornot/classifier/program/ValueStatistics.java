package dev.carornot.classifier.program;

import dev.carornot.classifier.network.Quantization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a value of the graph looked like over many pictures: the mean of each channel, and how often which size occurred, in
 * equally wide bins over {@code [-limit, limit]}, where the limit doubles, and bins merge in pairs, whenever a larger one
 * comes. Not thread-safe.
 */
final class ValueStatistics {
    /** On each side of zero: 16 for each of 8 bits' steps, so that a clipping point can be found between them. */
    private static final int BINS = 4096;

    /** Clipping points that are tried, equally spaced up to the largest value. */
    private static final int TRIALS = 200;

    /** The steps of a byte. */
    private static final int STEPS = 255;

    /** How much larger than seen a channel's values may be. */
    private static final double ROOM = 1.2;

    /** For a value that is always zero. */
    private static final float SMALLEST_SCALE = 1e-8f;

    private final double[] sums;
    private final float[] maxima;
    private final long[] positive = new long[BINS];
    private final long[] negative = new long[BINS];
    private float limit = 1;
    private long places;

    ValueStatistics(int channels) {
        sums = new double[channels];
        maxima = new float[channels];
    }

    /** Adds a picture's value: {@code (channels, places)}. */
    void add(float[] value) {
        int perChannel = value.length / sums.length;
        places += perChannel;
        float largest = 0;
        for (int channel = 0; channel < sums.length; channel++) {
            double sum = 0;
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                largest = Math.max(largest, Math.abs(value[i]));
                maxima[channel] = Math.max(maxima[channel], value[i]);
                sum += value[i];
            }
            sums[channel] += sum;
        }
        while (largest >= limit) {
            merge(positive);
            merge(negative);
            limit *= 2;
        }
        count(value);
    }

    private void count(float[] values) {
        float binsPerUnit = BINS / limit;
        for (float value : values) {
            if (value >= 0) {
                positive[(int) (value * binsPerUnit)]++;
            } else {
                negative[(int) (-value * binsPerUnit)]++;
            }
        }
    }

    private static void merge(long[] bins) {
        for (int i = 0; i < BINS / 2; i++) {
            bins[i] = bins[2 * i] + bins[2 * i + 1];
        }
        Arrays.fill(bins, BINS / 2, BINS, 0);
    }

    /** Of each channel, over pictures and places. */
    List<Double> means() {
        return Arrays.stream(sums).map(sum -> sum / places).boxed().toList();
    }

    /**
     * The largest byte of each channel, with room for pictures that were not seen.
     *
     * @param range the bytes' meaning
     */
    List<Integer> largestBytes(Quantization.Activation range) {
        List<Integer> bytes = new ArrayList<>();
        for (float maximum : maxima) {
            double largest = ROOM * maximum / range.scale() + range.zeroPoint();
            bytes.add((int) Math.min(STEPS, Math.ceil(largest)));
        }
        return bytes;
    }

    /**
     * The range that a byte shows with the least squared error: what lies beyond is cut off, so that the steps within are
     * finer.
     */
    Quantization.Activation range() {
        boolean signed = Arrays.stream(negative).anyMatch(count -> count > 0);
        int steps = signed ? STEPS / 2 : STEPS;
        float width = limit / BINS;
        return range(signed ? -clip(negative, steps) * width : 0, clip(positive, steps) * width);
    }

    /** From {@code least}, 0 or below, to {@code most}, 0 or above. */
    static Quantization.Activation range(float least, float most) {
        float scale = Math.max(SMALLEST_SCALE, (most - least) / STEPS);
        return new Quantization.Activation(scale, Math.round(-least / scale));
    }

    /** In bins. */
    private static int clip(long[] bins, int steps) {
        int used = BINS;
        while (used > 0 && bins[used - 1] == 0) {
            used--;
        }
        int best = used;
        double leastError = Double.POSITIVE_INFINITY;
        int trial = Math.max(1, used / TRIALS);
        for (int clip = used; clip > 0; clip -= trial) {
            double error = error(bins, used, (double) clip / steps, steps);
            if (error < leastError) {
                leastError = error;
                best = clip;
            }
        }
        return best;
    }

    private static double error(long[] bins, int used, double step, int steps) {
        double error = 0;
        for (int i = 0; i < used; i++) {
            double value = i + 0.5;
            double difference = value - Math.min(steps, Math.rint(value / step)) * step;
            error += bins[i] * difference * difference;
        }
        return error;
    }
}
