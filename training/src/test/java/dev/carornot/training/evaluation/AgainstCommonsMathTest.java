package dev.carornot.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.junit.jupiter.api.Test;

/** Intervals and p-values against those of another library. */
final class AgainstCommonsMathTest {
    @Test
    void wilsonsIntervalAgrees() {
        for (int count : new int[] {1, 7, 100, 1407}) {
            for (int hits = 0; hits <= count; hits += 1 + count / 20) {
                ConfidenceInterval theirs = new WilsonScoreInterval().createInterval(count, hits, 0.95);
                Interval ours = Metrics.wilson(hits, count);
                assertThat(ours.low()).isEqualTo(theirs.getLowerBound(), within(1e-9));
                assertThat(ours.high()).isEqualTo(theirs.getUpperBound(), within(1e-9));
            }
        }
    }

    @Test
    void mcNemarDoublesTheSmallerTailOfTheBinomialDistribution() {
        // Not their BinomialTest: it compares doubles for equality and so counts the middle of 1 : 1 twice, and half of
        // 1 : 23.
        for (int first = 0; first <= 40; first++) {
            for (int second = 0; second <= 40; second++) {
                assertThat(McNemar.exact(first, second))
                        .as("%d against %d", first, second)
                        .isCloseTo(theirs(first, second), withinPercentage(1e-7));
            }
        }
    }

    @Test
    void mcNemarHoldsForCountsWhosePowersOfTwoNoDoubleHolds() {
        assertThat(McNemar.exact(1_000, 1_000)).isEqualTo(1);
        assertThat(McNemar.exact(900, 1_100)).isCloseTo(theirs(900, 1_100), withinPercentage(1e-7));
    }

    private static double theirs(int first, int second) {
        double tail =
                new BinomialDistribution(null, first + second, 0.5).cumulativeProbability(Math.min(first, second));
        return Math.min(1, 2 * tail);
    }

    @Test
    void theBootstrapsIntervalIsThatOfTheSampledRate() {
        // Photographs that are right with a chance of 0.8; the replicates' accuracy is a binomial rate.
        int count = 400;
        SplittableRandom random = new SplittableRandom(2);
        double[] probability = new double[count];
        boolean[] positive = new boolean[count];
        int right = 0;
        for (int i = 0; i < count; i++) {
            positive[i] = i % 2 == 0;
            boolean hit = random.nextDouble() < 0.8;
            right += hit ? 1 : 0;
            probability[i] = hit == positive[i] ? 0.9 : 0.1;
        }
        double rate = (double) right / count;
        double[] drawn = new double[20_000];
        for (int i = 0; i < drawn.length; i++) {
            int hits = 0;
            for (int k = 0; k < count; k++) {
                hits += random.nextDouble() < rate ? 1 : 0;
            }
            drawn[i] = (double) hits / count;
        }
        Interval interval =
                new Bootstrap(positive).intervals(probability, positive).accuracy();
        Percentile percentile = new Percentile();
        percentile.setData(drawn);
        assertThat(interval.low()).isEqualTo(percentile.evaluate(2.5), within(0.005));
        assertThat(interval.high()).isEqualTo(percentile.evaluate(97.5), within(0.005));
    }
}
