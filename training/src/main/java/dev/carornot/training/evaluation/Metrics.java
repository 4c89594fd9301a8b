package dev.carornot.training.evaluation;

import java.util.Arrays;

/**
 * Figures of a binary classifier. Each takes the probabilities of the positive class, in 0..1, and whether each photograph
 * is positive; of the same length, at least 1. A photograph is predicted positive from 0.5 on. Stateless and thread-safe.
 */
public final class Metrics {
    /** Predicted positive from here on. */
    public static final double THRESHOLD = 0.5;

    /** As in Guo et al., 2017. */
    public static final int CALIBRATION_BINS = 15;

    /** The 97.5 % quantile of the standard normal distribution, for a two-sided interval of 95 %. */
    private static final double Z_95 = 1.959963984540054;

    /** Keeps the logarithm of a probability of 0 finite, as scikit-learn's log_loss did for years. */
    private static final double LEAST_PROBABILITY = 1e-15;

    private Metrics() {}

    /**
     * A range with a confidence of 95 %.
     *
     * @param low in 0..1
     * @param high in 0..1
     */
    public record Interval(double low, double high) {}

    /** Photographs by truth and prediction. */
    public record Confusion(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
        public int errors() {
            return falsePositives + falseNegatives;
        }

        public int count() {
            return truePositives + falsePositives + trueNegatives + falseNegatives;
        }
    }

    public static Confusion confusion(double[] probability, boolean[] positive) {
        check(probability, positive);
        int[] cells = new int[4];
        for (int i = 0; i < probability.length; i++) {
            boolean predicted = probability[i] >= THRESHOLD;
            if (predicted) {
                cells[positive[i] ? 0 : 1]++;
            } else {
                cells[positive[i] ? 3 : 2]++;
            }
        }
        return new Confusion(cells[0], cells[1], cells[2], cells[3]);
    }

    /**
     * Area under the receiver operating characteristic: the probability that a random positive gets a higher score than a
     * random negative, ties counted half (Mann and Whitney, 1947).
     *
     * @throws IllegalArgumentException when a class is absent
     */
    public static double auroc(double[] score, boolean[] positive) {
        check(score, positive);
        return new Ranking(score, positive).auroc(once(score.length));
    }

    /**
     * Average precision: the sum over falling thresholds of the precision times the rise of recall, {@code sum of (R_n -
     * R_(n-1)) P_n}, a step for each different score, and nothing drawn between (Davis and Goadrich, 2006, show why).
     *
     * @throws IllegalArgumentException when a class is absent
     */
    public static double averagePrecision(double[] score, boolean[] positive) {
        check(score, positive);
        return new Ranking(score, positive).averagePrecision(once(score.length));
    }

    /**
     * Expected calibration error (Guo et al., 2017, arXiv:1706.04599, equation 3): {@code sum over m of |B_m| / N *
     * |accuracy(B_m) - confidence(B_m)|}. The confidence is that of the predicted class, {@code max(p, 1 - p)}; bin m of
     * 15 holds the confidences in {@code ((m - 1) / 15, m / 15]}, so that with two classes the lower seven stay empty.
     */
    public static double expectedCalibrationError(double[] probability, boolean[] positive) {
        check(probability, positive);
        return expectedCalibrationError(probability, positive, once(probability.length));
    }

    /** The same, where each photograph counts as often as its weight says. */
    static double expectedCalibrationError(double[] probability, boolean[] positive, int[] weight) {
        double[] gap = new double[CALIBRATION_BINS];
        long count = 0;
        for (int i = 0; i < probability.length; i++) {
            double confidence = Math.max(probability[i], 1 - probability[i]);
            boolean right = probability[i] >= THRESHOLD == positive[i];
            int bin = (int) Math.ceil(confidence * CALIBRATION_BINS) - 1;
            // |B| (accuracy - confidence) is the sum of (right - confidence) over the bin.
            gap[bin] += weight[i] * ((right ? 1 : 0) - confidence);
            count += weight[i];
        }
        return Arrays.stream(gap).map(Math::abs).sum() / count;
    }

    /** Mean of {@code -log} of the probability given to the true class, natural, which is held at 1e-15 at least. */
    public static double logLoss(double[] probability, boolean[] positive) {
        check(probability, positive);
        double sum = 0;
        for (int i = 0; i < probability.length; i++) {
            double ofTruth = positive[i] ? probability[i] : 1 - probability[i];
            sum -= Math.log(Math.max(ofTruth, LEAST_PROBABILITY));
        }
        return sum / probability.length;
    }

    /** Mean squared distance of the probability from 1 or 0 (Brier, 1950, in its binary form): 0 is best, 1 worst. */
    public static double brier(double[] probability, boolean[] positive) {
        check(probability, positive);
        double sum = 0;
        for (int i = 0; i < probability.length; i++) {
            double distance = probability[i] - (positive[i] ? 1 : 0);
            sum += distance * distance;
        }
        return sum / probability.length;
    }

    /**
     * The 95 % score interval of a rate (Wilson, 1927): it stays within 0..1 and holds near 0, where error rates are.
     *
     * @param hits 0 to {@code count}
     * @param count 1 or more
     */
    public static Interval wilson(long hits, long count) {
        if (hits < 0 || count < 1 || hits > count) {
            throw new IllegalArgumentException("There is no rate of " + hits + " in " + count + ".");
        }
        double rate = (double) hits / count;
        double z2 = Z_95 * Z_95 / count;
        double centre = (rate + z2 / 2) / (1 + z2);
        double half = Math.sqrt(rate * (1 - rate) * z2 + z2 * z2 / 4) / (1 + z2);
        // At the ends the formula gives 0 and 1, but for rounding.
        return new Interval(hits == 0 ? 0 : centre - half, hits == count ? 1 : centre + half);
    }

    /** A weight of 1 for each. */
    static int[] once(int count) {
        int[] weight = new int[count];
        Arrays.fill(weight, 1);
        return weight;
    }

    static void check(double[] probability, boolean[] positive) {
        if (probability.length == 0 || probability.length != positive.length) {
            throw new IllegalArgumentException("Figures need as many labels as probabilities, and at least one: "
                    + positive.length + ", " + probability.length + ".");
        }
        for (double value : probability) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("A probability lies in 0..1, unlike " + value + ".");
            }
        }
    }
}
