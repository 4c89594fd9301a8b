package dev.carornot.classifier.image;

/**
 * The source samples, with weights that add up to 1, from which each output sample along one axis is made: Pillow's
 * {@code precompute_coeffs} for the triangle filter.
 */
final class Taps {
    /** The blur of a picture whose samples are its camera's. */
    static final double UNTOUCHED = 0;

    /**
     * The blur of a picture each of whose samples stands for several of another one. An average over one sample's width has
     * the variance 1/12, a triangle of support s has s^2/6: would pixels be plain averages, a triangle narrower by s^2 - 1/2
     * would do. Half of that fits what JPEG decoders make at smaller scales, on photographs.
     */
    static final double SHRUNK = 0.25;

    private final double start;
    private final double scale;
    private final double support;
    private final int[] first;
    private final int[] end;
    private final double[] sums;

    /**
     * @param start where the box begins, in source samples
     * @param length the box's length in source samples
     * @param count output samples
     * @param side source samples along this axis; none beyond is used
     * @param blur taken off the square of the triangle's support; {@link #UNTOUCHED} or {@link #SHRUNK}
     */
    Taps(double start, double length, int count, int side, double blur) {
        this.start = start;
        this.scale = length / count;
        // Down-scaling widens the triangle so that every source sample counts; up-scaling leaves it at one sample.
        this.support = Math.max(1, Math.sqrt(Math.max(0, scale * scale - blur)));
        this.first = new int[count];
        this.end = new int[count];
        this.sums = new double[count];
        for (int out = 0; out < count; out++) {
            // A centre on the picture's very edge can leave nothing of a narrow triangle.
            first[out] = Math.min(side - 1, Math.max(0, (int) (centre(out) - support + 0.5)));
            end[out] = Math.max(first[out] + 1, Math.min(side, (int) (centre(out) + support + 0.5)));
            for (int i = first[out]; i < end[out]; i++) {
                sums[out] += triangle(out, i);
            }
        }
    }

    int count() {
        return first.length;
    }

    /** The first source sample of an output sample. */
    int first(int out) {
        return first[out];
    }

    /** One behind the last source sample of an output sample. */
    int end(int out) {
        return end[out];
    }

    /** What source sample {@code i}, one of the output sample's, counts in it. */
    double weight(int out, int i) {
        return triangle(out, i) / sums[out];
    }

    /** The most source samples that one output sample has. */
    int most() {
        int most = 0;
        for (int out = 0; out < first.length; out++) {
            most = Math.max(most, end[out] - first[out]);
        }
        return most;
    }

    /** All weights: {@link #most} places for each output sample, filled from the left. */
    float[] weights() {
        int most = most();
        float[] weights = new float[Math.multiplyExact(first.length, most)];
        for (int out = 0; out < first.length; out++) {
            for (int i = first[out]; i < end[out]; i++) {
                weights[out * most + i - first[out]] = (float) weight(out, i);
            }
        }
        return weights;
    }

    private double centre(int out) {
        return start + (out + 0.5) * scale;
    }

    private double triangle(int out, int i) {
        return Math.max(0, 1 - Math.abs((i + 0.5 - centre(out)) / support));
    }
}
