package dev.carornot.training.evaluation;

import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Curves of a binary classifier. Each takes the probabilities of the positive class, in 0..1, and whether each photograph is
 * positive; of the same length, at least 1. Stateless and thread-safe.
 */
public final class Curves {
    /** Of the reliability diagram: few enough that most hold photographs. */
    public static final int RELIABILITY_BINS = 10;

    private Curves() {}

    /** A point of the receiver operating characteristic: what calling positive from {@code threshold} on gives. */
    public record RocPoint(double falsePositiveRate, double truePositiveRate, double threshold) {}

    /** What calling positive from {@code threshold} on gives. */
    public record PrecisionRecallPoint(double recall, double precision, double threshold) {}

    /**
     * Photographs whose probabilities are near each other.
     *
     * @param low end of the bin; {@code low <= p < high}, and the last bin holds 1 too
     * @param high end of the bin
     * @param count of photographs in it
     * @param meanProbability of the positive class
     * @param positives share of positives among them
     * @param interval {@link Metrics#wilson} of that share
     */
    public record ReliabilityBin(
            double low, double high, int count, double meanProbability, double positives, Interval interval) {}

    /**
     * How the errors fall when the model may leave photographs undecided, the least confident first.
     *
     * @param error share of errors among the k most confident photographs, for k from 1 on
     * @param areaUnderCurve mean of {@code error} over k: AURC (Geifman et al., 2019, arXiv:1805.08206)
     */
    public record CoverageCurve(List<Double> error, double areaUnderCurve) {
        public CoverageCurve {
            error = List.copyOf(error);
        }

        /** The error among the most confident photographs, at least that share of all; {@code coverage} in (0, 1]. */
        public double errorAt(double coverage) {
            // A share such as 0.9 is not exact, and 0.9 of 10 must be 9.
            int count = (int) Math.ceil(coverage * error.size() - 1e-9);
            return error.get(Math.max(1, count) - 1);
        }
    }

    /** From (0, 0) to (1, 1), a point for each different probability. */
    public static List<RocPoint> roc(double[] probability, boolean[] positive) {
        Metrics.check(probability, positive);
        return new Ranking(probability, positive).roc();
    }

    /** By falling threshold, a point for each different probability. */
    public static List<PrecisionRecallPoint> precisionRecall(double[] probability, boolean[] positive) {
        Metrics.check(probability, positive);
        return new Ranking(probability, positive).precisionRecall();
    }

    /**
     * The reliability diagram (DeGroot and Fienberg, 1983): ten bins of equal width over the probability of the positive
     * class; those without photographs are left out.
     */
    public static List<ReliabilityBin> reliability(double[] probability, boolean[] positive) {
        Metrics.check(probability, positive);
        int[] count = new int[RELIABILITY_BINS];
        int[] positives = new int[RELIABILITY_BINS];
        double[] sum = new double[RELIABILITY_BINS];
        for (int i = 0; i < probability.length; i++) {
            int bin = Math.min(RELIABILITY_BINS - 1, (int) (probability[i] * RELIABILITY_BINS));
            count[bin]++;
            positives[bin] += positive[i] ? 1 : 0;
            sum[bin] += probability[i];
        }
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int bin = 0; bin < RELIABILITY_BINS; bin++) {
            if (count[bin] > 0) {
                bins.add(new ReliabilityBin(
                        (double) bin / RELIABILITY_BINS,
                        (bin + 1.0) / RELIABILITY_BINS,
                        count[bin],
                        sum[bin] / count[bin],
                        (double) positives[bin] / count[bin],
                        Metrics.wilson(positives[bin], count[bin])));
            }
        }
        return bins;
    }

    /**
     * Errors at 0.5 against coverage. Confidence is the probability's distance from 0.5; photographs of one confidence share
     * their errors evenly, as a random order would on average.
     */
    public static CoverageCurve coverage(double[] probability, boolean[] positive) {
        Metrics.check(probability, positive);
        double[] confidence = new double[probability.length];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = Math.abs(probability[i] - Metrics.THRESHOLD);
        }
        int[] order = IntStream.range(0, confidence.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -confidence[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Double> error = new ArrayList<>(order.length);
        double errorsBefore = 0;
        double area = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int errors = 0;
            while (to < order.length && confidence[order[to]] == confidence[order[from]]) {
                errors += probability[order[to]] >= Metrics.THRESHOLD != positive[order[to]] ? 1 : 0;
                to++;
            }
            for (int k = from + 1; k <= to; k++) {
                double value = (errorsBefore + errors * (double) (k - from) / (to - from)) / k;
                error.add(value);
                area += value;
            }
            errorsBefore += errors;
            from = to;
        }
        return new CoverageCurve(error, area / order.length);
    }
}
