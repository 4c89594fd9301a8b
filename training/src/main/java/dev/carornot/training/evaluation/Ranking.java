package dev.carornot.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Photographs by falling score, sorted once and then weighed as often as one likes: a bootstrap replicate is a weight for each
 * photograph, how often it was drawn. Photographs of one score are taken together. Immutable and thread-safe.
 */
final class Ranking {
    private final double[] score;
    private final boolean[] positive;

    /** Indices of the photographs, the highest score first. */
    private final int[] order;

    /** Whether the photograph at a place of the order is the last of its score. */
    private final boolean[] endsTie;

    Ranking(double[] score, boolean[] positive) {
        this.score = score.clone();
        this.positive = positive.clone();
        this.order = IntStream.range(0, score.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -score[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.endsTie = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            endsTie[i] = i == order.length - 1 || score[order[i]] != score[order[i + 1]];
        }
    }

    /** What a walk down the ranking hands out at the end of each tie: how many of each class were met so far. */
    interface Step {
        void at(long positives, long negatives, double score);
    }

    private void walk(int[] weight, Step step) {
        long positives = 0;
        long negatives = 0;
        for (int i = 0; i < order.length; i++) {
            if (positive[order[i]]) {
                positives += weight[order[i]];
            } else {
                negatives += weight[order[i]];
            }
            if (endsTie[i]) {
                step.at(positives, negatives, score[order[i]]);
            }
        }
    }

    /** Counts of both classes: positives first. */
    private long[] totals(int[] weight) {
        long[] totals = new long[2];
        for (int i = 0; i < weight.length; i++) {
            totals[positive[i] ? 0 : 1] += weight[i];
        }
        if (totals[0] == 0 || totals[1] == 0) {
            throw new IllegalArgumentException("A ranking is judged by both classes, and one is absent.");
        }
        return totals;
    }

    /** See {@link Metrics#auroc}. */
    double auroc(int[] weight) {
        long[] totals = totals(weight);
        // Pairs that are in order count 2, ties 1: integers, so that nothing is rounded before the division.
        long[] sums = new long[3];
        walk(weight, (positives, negatives, at) -> {
            sums[0] += (negatives - sums[2]) * (positives + sums[1]);
            sums[1] = positives;
            sums[2] = negatives;
        });
        return sums[0] / (2.0 * totals[0] * totals[1]);
    }

    /** See {@link Metrics#averagePrecision}. */
    double averagePrecision(int[] weight) {
        long[] totals = totals(weight);
        double[] sum = new double[1];
        long[] before = new long[1];
        walk(weight, (positives, negatives, at) -> {
            if (positives > before[0]) {
                sum[0] += (positives - before[0]) * ((double) positives / (positives + negatives));
                before[0] = positives;
            }
        });
        return sum[0] / totals[0];
    }

    /** See {@link Curves#roc}. */
    List<Curves.RocPoint> roc() {
        long[] totals = totals(Metrics.once(order.length));
        List<Curves.RocPoint> points = new ArrayList<>();
        points.add(new Curves.RocPoint(0, 0, Double.POSITIVE_INFINITY));
        walk(
                Metrics.once(order.length),
                (positives, negatives, at) -> points.add(
                        new Curves.RocPoint((double) negatives / totals[1], (double) positives / totals[0], at)));
        return points;
    }

    /** See {@link Curves#precisionRecall}. */
    List<Curves.PrecisionRecallPoint> precisionRecall() {
        long[] totals = totals(Metrics.once(order.length));
        List<Curves.PrecisionRecallPoint> points = new ArrayList<>();
        walk(
                Metrics.once(order.length),
                (positives, negatives, at) -> points.add(new Curves.PrecisionRecallPoint(
                        (double) positives / totals[0], (double) positives / (positives + negatives), at)));
        return points;
    }

    /** The true positive rate that is reached at false positive rates of 0, 1/n, ... 1, where {@code n = rate.length - 1}. */
    void rocAt(int[] weight, double[] rate) {
        long[] totals = totals(weight);
        Arrays.fill(rate, 0);
        int last = rate.length - 1;
        walk(weight, (positives, negatives, at) -> {
            // From the false positive rate that this step reaches on, that many positives are found.
            int from = (int) Math.ceil((double) negatives * last / totals[1]);
            if (from <= last) {
                rate[from] = Math.max(rate[from], (double) positives / totals[0]);
            }
        });
        for (int i = 1; i <= last; i++) {
            rate[i] = Math.max(rate[i], rate[i - 1]);
        }
    }

    /** The best precision among thresholds with a recall of at least 0, 1/n, ... 1, where {@code n = precision.length - 1}. */
    void precisionAt(int[] weight, double[] precision) {
        long[] totals = totals(weight);
        Arrays.fill(precision, 0);
        int last = precision.length - 1;
        walk(weight, (positives, negatives, at) -> {
            if (positives + negatives > 0) {
                int until = (int) Math.floor((double) positives * last / totals[0]);
                precision[until] = Math.max(precision[until], (double) positives / (positives + negatives));
            }
        });
        for (int i = last - 1; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
    }
}
