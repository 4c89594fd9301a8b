package dev.carornot.training.evaluation;

import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile intervals by the bootstrap (Efron, 1979, Annals of Statistics 7): the photographs are drawn again, with
 * replacement, 2,000 times, and the middle 95 % of a figure's values are its interval. Each class is drawn for itself, as many
 * as there are: how many photographs of each class a split holds was decided by whoever made it and is no chance. The same
 * photographs give the same intervals. Immutable and thread-safe.
 */
public final class Bootstrap {
    /** Efron and Tibshirani (1993) ask for 1,000 or more where percentiles are wanted. */
    static final int REPLICATES = 2_000;

    /** Steps of the curves' bands, a hundredth each. */
    public static final int BAND_STEPS = 100;

    private static final double TAIL = 0.025;

    private static final long SEED = 1979;

    private final int[][] weights;
    private final int photographs;

    /** Draws the replicates; {@code positive} has both classes. */
    public Bootstrap(boolean[] positive) {
        this(positive, REPLICATES);
    }

    Bootstrap(boolean[] positive, int replicates) {
        int[][] classes = {indices(positive, true), indices(positive, false)};
        SplittableRandom random = new SplittableRandom(SEED);
        this.photographs = positive.length;
        this.weights = new int[replicates][positive.length];
        for (int[] weight : weights) {
            for (int[] members : classes) {
                for (int i = 0; i < members.length; i++) {
                    weight[members[random.nextInt(members.length)]]++;
                }
            }
        }
    }

    private static int[] indices(boolean[] positive, boolean wanted) {
        int[] found = new int[positive.length];
        int count = 0;
        for (int i = 0; i < positive.length; i++) {
            if (positive[i] == wanted) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * Intervals of the figures of one model.
     *
     * @param accuracy of {@link Metrics#confusion}
     * @param auroc of {@link Metrics#auroc}
     * @param averagePrecision of {@link Metrics#averagePrecision}
     * @param ece of {@link Metrics#expectedCalibrationError}; it holds what resampling shows, and ECE is biased upwards in
     *     each sample, so that a small one may lie at the interval's lower end or below it
     */
    public record Intervals(Interval accuracy, Interval auroc, Interval averagePrecision, Interval ece) {}

    /**
     * A curve's interval at each of its places.
     *
     * @param low for x = 0, 0.01, ... 1
     * @param high as many
     */
    public record Band(List<Double> low, List<Double> high) {
        public Band {
            low = List.copyOf(low);
            high = List.copyOf(high);
        }
    }

    /** Intervals of a model's figures on the photographs that this was made for. */
    public Intervals intervals(double[] probability, boolean[] positive) {
        Metrics.check(probability, positive);
        Ranking ranking = new Ranking(probability, positive);
        return new Intervals(
                interval(weight -> accuracy(probability, positive, weight)),
                interval(ranking::auroc),
                interval(ranking::averagePrecision),
                interval(weight -> Metrics.expectedCalibrationError(probability, positive, weight)));
    }

    /** The true positive rate's band over the false positive rate. */
    public Band rocBand(double[] probability, boolean[] positive) {
        Ranking ranking = new Ranking(probability, positive);
        return band(ranking::rocAt);
    }

    /** The precision's band over the recall, where a precision is the best with that recall or more. */
    public Band precisionRecallBand(double[] probability, boolean[] positive) {
        Ranking ranking = new Ranking(probability, positive);
        return band(ranking::precisionAt);
    }

    /** The interval of the difference {@code second - first} of two models on the same photographs: of accuracy. */
    Interval accuracyDifference(double[] first, double[] second, boolean[] positive) {
        return interval(weight -> accuracy(second, positive, weight) - accuracy(first, positive, weight));
    }

    /** As {@link #accuracyDifference}, of AUROC. */
    Interval aurocDifference(double[] first, double[] second, boolean[] positive) {
        Ranking one = new Ranking(first, positive);
        Ranking other = new Ranking(second, positive);
        return interval(weight -> other.auroc(weight) - one.auroc(weight));
    }

    private double accuracy(double[] probability, boolean[] positive, int[] weight) {
        int right = 0;
        for (int i = 0; i < probability.length; i++) {
            right += probability[i] >= Metrics.THRESHOLD == positive[i] ? weight[i] : 0;
        }
        return (double) right / photographs;
    }

    private Interval interval(ToDoubleFunction<int[]> figure) {
        return middle(Arrays.stream(weights).mapToDouble(figure).toArray());
    }

    private interface Sampled {
        void at(int[] weight, double[] values);
    }

    private Band band(Sampled curve) {
        double[][] values = new double[BAND_STEPS + 1][weights.length];
        double[] one = new double[BAND_STEPS + 1];
        for (int replicate = 0; replicate < weights.length; replicate++) {
            curve.at(weights[replicate], one);
            for (int step = 0; step <= BAND_STEPS; step++) {
                values[step][replicate] = one[step];
            }
        }
        List<Double> low = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        for (double[] atStep : values) {
            Interval interval = middle(atStep);
            low.add(interval.low());
            high.add(interval.high());
        }
        return new Band(low, high);
    }

    private static Interval middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    /** Between the two nearest values, as R's type 7 and NumPy do. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
