package dev.carornot.classifier.program;

import dev.carornot.classifier.network.Quantization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What a value of the graph looked like over many pictures, channel by channel. Not thread-safe. */
final class ValueStatistics {
    /** On each side of zero, for all channels together: 8 or more for each of 8 bits' steps up to the largest value. */
    private static final int BINS = 4096;

    /** Clipping points that are tried, equally spaced up to the largest value. */
    private static final int TRIALS = 200;

    /** The least part of the largest value that is tried: below it bins would be wider than steps. */
    private static final int LEAST_CLIP = 8;

    /** The steps of a byte. */
    private static final int STEPS = 255;

    /** How much larger than seen a channel's values may be. */
    private static final double ROOM = 1.2;

    /** For a value that is always zero. */
    private static final float SMALLEST_SCALE = 1e-8f;

    private final List<ChannelStatistics> channels;

    /** What each channel is divided by. */
    private final List<Double> factors;

    ValueStatistics(int channels) {
        this(
                IntStream.range(0, channels)
                        .mapToObj(channel -> new ChannelStatistics())
                        .toList(),
                Collections.nCopies(channels, 1.0));
    }

    private ValueStatistics(List<ChannelStatistics> channels, List<Double> factors) {
        this.channels = channels;
        this.factors = factors;
    }

    /** Adds a picture's value: {@code (channels, places)}. */
    void add(float[] value) {
        int perChannel = value.length / channels.size();
        for (int channel = 0; channel < channels.size(); channel++) {
            channels.get(channel).add(value, channel * perChannel, (channel + 1) * perChannel);
        }
    }

    /** The same pictures with each channel divided by a positive factor; shares memory with this. */
    ValueStatistics dividedBy(List<Double> divisors) {
        return new ValueStatistics(
                channels,
                IntStream.range(0, channels.size())
                        .mapToObj(channel -> factors.get(channel) * divisors.get(channel))
                        .toList());
    }

    /** Of each channel, over pictures and places. */
    List<Double> means() {
        List<Double> means = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            means.add(channels.get(channel).mean() / factors.get(channel));
        }
        return means;
    }

    /** The largest value of each channel, 0 or above. */
    List<Double> maxima() {
        List<Double> maxima = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            maxima.add(channels.get(channel).maximum() / factors.get(channel));
        }
        return maxima;
    }

    /**
     * The largest byte of each channel, with room for pictures that were not seen.
     *
     * @param range the bytes' meaning
     */
    List<Integer> largestBytes(Quantization.Activation range) {
        List<Integer> bytes = new ArrayList<>();
        for (double maximum : maxima()) {
            double largest = ROOM * maximum / range.scale() + range.zeroPoint();
            bytes.add((int) Math.min(STEPS, Math.ceil(largest)));
        }
        return bytes;
    }

    /**
     * The range that a byte shows with the least squared error over all channels: what lies beyond is cut off, so that the
     * steps within are finer.
     */
    Quantization.Activation range() {
        double limit = 0;
        for (int channel = 0; channel < channels.size(); channel++) {
            limit = Math.max(limit, channels.get(channel).limit() / factors.get(channel));
        }
        double[] positive = new double[BINS];
        double[] negative = new double[BINS];
        for (int channel = 0; channel < channels.size(); channel++) {
            ChannelStatistics seen = channels.get(channel);
            double share = limit == 0 ? 0 : seen.limit() / factors.get(channel) / limit;
            seen.addPositiveTo(positive, share * BINS);
            seen.addNegativeTo(negative, share * BINS);
        }
        boolean signed = Arrays.stream(negative).anyMatch(count -> count > 0);
        int steps = signed ? STEPS / 2 : STEPS;
        double width = limit / BINS;
        float least = signed ? (float) (-clip(negative, steps) * width) : 0;
        return range(least, (float) (clip(positive, steps) * width));
    }

    /** From {@code least}, 0 or below, to {@code most}, 0 or above. */
    static Quantization.Activation range(float least, float most) {
        float scale = Math.max(SMALLEST_SCALE, (most - least) / STEPS);
        return new Quantization.Activation(scale, Math.round(-least / scale));
    }

    /** In bins. */
    private static int clip(double[] bins, int steps) {
        int used = BINS;
        while (used > 0 && bins[used - 1] == 0) {
            used--;
        }
        int best = used;
        double leastError = Double.POSITIVE_INFINITY;
        int trial = Math.max(1, used / TRIALS);
        for (int clip = used; clip > used / LEAST_CLIP; clip -= trial) {
            double error = error(bins, used, (double) clip / steps, steps);
            if (error < leastError) {
                leastError = error;
                best = clip;
            }
        }
        return best;
    }

    private static double error(double[] bins, int used, double step, int steps) {
        double error = 0;
        for (int i = 0; i < used; i++) {
            double value = i + 0.5;
            double difference = value - Math.min(steps, Math.rint(value / step)) * step;
            error += bins[i] * difference * difference;
        }
        return error;
    }
}
