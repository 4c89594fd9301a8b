package dev.carornot.classifier.explanation;

import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.HeadGradient;
import java.util.Arrays;
import java.util.List;

/**
 * Where a logit comes from: for each place of the last feature maps, the sum over the channels of gradient times feature (Zhou et
 * al., 2016, arXiv:1512.04150, with the gradient in place of the weights as in Selvaraju et al., 2017, arXiv:1610.02391, and
 * without the latter's ReLU). The average's {@code 1 / (rows * columns)} is included, so that the places add up to the logit's
 * linear part: gradient times pooled features. With a head of one layer that is the logit less its bias. Thread-safe as long as
 * nobody writes to the array.
 *
 * @param contributions {@code (rows, columns)}, row-major, in the logit's unit before any temperature; positive speaks for the
 *     positive label; finite
 */
// An array in a record: nobody compares two maps.
@SuppressWarnings("ArrayRecordComponent")
public record ActivationMap(int rows, int columns, double[] contributions) {
    /** So many steps between 0 and 1 are more than an eye tells apart, and a third of the text. */
    private static final double STEPS = 10_000;

    public ActivationMap {
        if (rows < 1 || columns < 1 || contributions.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    contributions.length + " values are no map of " + rows + " x " + columns + ".");
        }
        contributions = contributions.clone();
        for (int i = 0; i < contributions.length; i++) {
            // Features beyond a float's range have no gradient to speak of, and infinity times nothing is no number.
            contributions[i] = Double.isFinite(contributions[i]) ? contributions[i] : 0;
        }
    }

    /** Of a picture's maps, by the gradient of the head that reads them. */
    public static ActivationMap of(FeatureMaps maps, HeadGradient head) {
        double[] gradient = head.at(maps.means());
        int places = maps.places();
        double[] contributions = new double[places];
        float[] values = maps.values();
        for (int channel = 0, at = 0; channel < gradient.length; channel++) {
            double share = gradient[channel] / places;
            for (int place = 0; place < places; place++) {
                contributions[place] += share * values[at++];
            }
        }
        return new ActivationMap(maps.rows(), maps.columns(), contributions);
    }

    /** All places together: gradient times pooled features. */
    public double sum() {
        double sum = 0;
        for (double contribution : contributions) {
            sum += contribution;
        }
        return sum;
    }

    /**
     * The map for the eye: divided by the largest magnitude in it, so -1..1; zeros where nothing speaks for or against. How sure
     * the network is cannot be told from it.
     */
    public double[] normalized() {
        double largest = 0;
        for (double contribution : contributions) {
            largest = Math.max(largest, Math.abs(contribution));
        }
        double[] normalized = new double[contributions.length];
        for (int i = 0; i < normalized.length && largest > 0; i++) {
            normalized[i] = contributions[i] / largest;
        }
        return normalized;
    }

    /** {@link #normalized} as JSON carries it: row by row, with four decimals. */
    public List<Double> rounded() {
        return Arrays.stream(normalized())
                .mapToObj(value -> Math.round(value * STEPS) / STEPS)
                .toList();
    }
}
