package dev.carornot.training.evaluation;

import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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

    private final int[] positives;
    private final int[] negatives;
    private final int photographs;
    private final int replicates;

    /** For photographs of these classes; both are there. */
    public Bootstrap(boolean[] positive) {
        this(positive, REPLICATES);
    }

    Bootstrap(boolean[] positive, int replicates) {
        this.positives = indices(positive, true);
        this.negatives = indices(positive, false);
        this.photographs = positive.length;
        this.replicates = replicates;
    }

    private static int[] indices(boolean[] positive, boolean wanted) {
        return IntStream.range(0, positive.length)
                .filter(i -> positive[i] == wanted)
                .toArray();
    }

    private interface Replicate {
        /** Takes the number of a replicate, from 0, and how often each photograph was drawn, which holds during the call. */
        void at(int number, int[] weight);
    }

    /** Draws the replicates one after the other, always the same ones: to keep them would take the data set 2,000 times. */
    private void replicate(Replicate replicate) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] weight = new int[photographs];
        for (int number = 0; number < replicates; number++) {
            Arrays.fill(weight, 0);
            draw(positives, weight, random);
            draw(negatives, weight, random);
            replicate.at(number, weight);
        }
    }

    private static void draw(int[] members, int[] weight, SplittableRandom random) {
        for (int i = 0; i < members.length; i++) {
            weight[members[random.nextInt(members.length)]]++;
        }
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
        List<Interval> intervals = intervals(List.of(
                weight -> accuracy(probability, positive, weight),
                ranking::auroc,
                ranking::averagePrecision,
                weight -> Metrics.expectedCalibrationError(probability, positive, weight)));
        return new Intervals(intervals.get(0), intervals.get(1), intervals.get(2), intervals.get(3));
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

    /**
     * Intervals of the differences, second less first, of two models on the same photographs.
     *
     * @param accuracy of {@link Metrics#confusion}
     * @param auroc of {@link Metrics#auroc}
     */
    record Differences(Interval accuracy, Interval auroc) {}

    Differences differences(double[] first, double[] second, boolean[] positive) {
        Ranking one = new Ranking(first, positive);
        Ranking other = new Ranking(second, positive);
        List<Interval> intervals = intervals(List.of(
                weight -> accuracy(second, positive, weight) - accuracy(first, positive, weight),
                weight -> other.auroc(weight) - one.auroc(weight)));
        return new Differences(intervals.get(0), intervals.get(1));
    }

    private double accuracy(double[] probability, boolean[] positive, int[] weight) {
        int right = 0;
        for (int i = 0; i < probability.length; i++) {
            right += probability[i] >= Metrics.THRESHOLD == positive[i] ? weight[i] : 0;
        }
        return (double) right / photographs;
    }

    /** One interval for each figure, all from the same replicates. */
    private List<Interval> intervals(List<ToDoubleFunction<int[]>> figures) {
        double[][] values = new double[figures.size()][replicates];
        replicate((number, weight) -> {
            for (int i = 0; i < values.length; i++) {
                values[i][number] = figures.get(i).applyAsDouble(weight);
            }
        });
        return Arrays.stream(values).map(Bootstrap::middle).toList();
    }

    private interface Sampled {
        void at(int[] weight, double[] values);
    }

    private Band band(Sampled curve) {
        double[][] values = new double[BAND_STEPS + 1][replicates];
        double[] one = new double[BAND_STEPS + 1];
        replicate((number, weight) -> {
            curve.at(weight, one);
            for (int step = 0; step <= BAND_STEPS; step++) {
                values[step][number] = one[step];
            }
        });
        List<Interval> intervals = Arrays.stream(values).map(Bootstrap::middle).toList();
        return new Band(
                intervals.stream().map(Interval::low).toList(),
                intervals.stream().map(Interval::high).toList());
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
