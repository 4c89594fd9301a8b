package dev.carornot.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.training.evaluation.Metrics.Confusion;
import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private static final Offset<Double> TINY = within(1e-12);

    private static boolean[] labels(int... ones) {
        boolean[] positive = new boolean[ones.length];
        for (int i = 0; i < ones.length; i++) {
            positive[i] = ones[i] == 1;
        }
        return positive;
    }

    @Test
    void theConfusionCountsOneHalfAsPositive() {
        Confusion confusion =
                Metrics.confusion(new double[] {0.5, 0.5, 0.49, 0.49, 0.9, 0.1}, labels(1, 0, 1, 0, 1, 0));
        assertThat(confusion).isEqualTo(new Confusion(2, 1, 2, 1));
        assertThat(confusion.errors()).isEqualTo(2);
        assertThat(confusion.count()).isEqualTo(6);
    }

    @Test
    void aurocOfAPerfectARandomAndAReversedOrder() {
        assertThat(Metrics.auroc(new double[] {0.1, 0.2, 0.8, 0.9}, labels(0, 0, 1, 1)))
                .isEqualTo(1);
        assertThat(Metrics.auroc(new double[] {0.5, 0.5, 0.5}, labels(0, 1, 1))).isEqualTo(0.5);
        assertThat(Metrics.auroc(new double[] {0.1, 0.2, 0.8, 0.9}, labels(1, 1, 0, 0)))
                .isZero();
    }

    @Test
    void aTieCountsHalf() {
        // Pairs: 0.8 beats 0.3 and 0.5; 0.5 beats 0.3 and ties with 0.5: 3.5 of 4.
        assertThat(Metrics.auroc(new double[] {0.8, 0.5, 0.5, 0.3}, labels(1, 1, 0, 0)))
                .isEqualTo(3.5 / 4, TINY);
    }

    @Test
    void aurocAgreesWithCountingEveryPair() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            int count = 2 + random.nextInt(60);
            double[] score = new double[count];
            boolean[] positive = new boolean[count];
            for (int i = 0; i < count; i++) {
                // Few different values, so that there are many ties.
                score[i] = random.nextInt(8) / 8.0;
                positive[i] = random.nextBoolean();
            }
            positive[0] = true;
            positive[1] = false;
            assertThat(Metrics.auroc(score, positive)).isEqualTo(pairwise(score, positive), TINY);
        }
    }

    private static double pairwise(double[] score, boolean[] positive) {
        double won = 0;
        long pairs = 0;
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < score.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    won += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                }
            }
        }
        return won / pairs;
    }

    @Test
    void aurocNeedsBothClasses() {
        assertThatThrownBy(() -> Metrics.auroc(new double[] {0.1, 0.2}, labels(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both classes");
    }

    @Test
    void calibrationErrorIsTheGapBetweenConfidenceAndAccuracy() {
        // One bin, confidence 0.9 on average, 3 of 4 right.
        assertThat(Metrics.expectedCalibrationError(new double[] {0.9, 0.9, 0.9, 0.1}, labels(1, 1, 0, 0)))
                .isEqualTo(0.15, TINY);
    }

    @Test
    void calibrationErrorWeighsBinsByTheirSize() {
        // (0.9333, 1]: 0.99 and 0.95 right: |2 - 1.94|; (0.5333, 0.6]: 0.6, 0.55 and 0.58 with one right: |1 - 1.73|.
        double[] probability = {0.99, 0.05, 0.6, 0.45, 0.58};
        assertThat(Metrics.expectedCalibrationError(probability, labels(1, 0, 1, 1, 0)))
                .isEqualTo((0.06 + 0.73) / 5, TINY);
    }

    @Test
    void binsAreClosedAbove() {
        // 0.6 = 9/15 lies in bin 9, 0.61 in bin 10: two gaps of opposite sign do not cancel.
        assertThat(Metrics.expectedCalibrationError(new double[] {0.6, 0.61}, labels(1, 0)))
                .isEqualTo((0.4 + 0.61) / 2, TINY);
    }

    @Test
    void certaintyFallsIntoTheLastBin() {
        assertThat(Metrics.expectedCalibrationError(new double[] {0, 1}, labels(0, 1)))
                .isZero();
        assertThat(Metrics.expectedCalibrationError(new double[] {0, 1}, labels(1, 0)))
                .isEqualTo(1);
    }

    @Test
    void logLossIsTheMeanSurprise() {
        assertThat(Metrics.logLoss(new double[] {0.5, 0.25}, labels(1, 0)))
                .isEqualTo((Math.log(2) + Math.log(4.0 / 3)) / 2, TINY);
        assertThat(Metrics.logLoss(new double[] {0}, labels(1))).isEqualTo(-Math.log(1e-15), TINY);
    }

    @Test
    void brierIsTheMeanSquaredDistance() {
        assertThat(Metrics.brier(new double[] {0.9, 0.4, 0}, labels(1, 0, 0))).isEqualTo((0.01 + 0.16) / 3, TINY);
    }

    @Test
    void wilsonAgreesWithPublishedExamples() {
        // Newcombe, 1998, Statistics in Medicine 17, table I, method 3.
        assertInterval(Metrics.wilson(81, 263), 0.2553, 0.3662);
        assertInterval(Metrics.wilson(15, 148), 0.0624, 0.1605);
        assertInterval(Metrics.wilson(0, 20), 0, 0.1611);
        assertInterval(Metrics.wilson(1, 29), 0.0061, 0.1718);
        assertThat(Metrics.wilson(5, 5).high()).isEqualTo(1);
    }

    private static void assertInterval(Interval interval, double low, double high) {
        assertThat(interval.low()).isEqualTo(low, within(5e-5));
        assertThat(interval.high()).isEqualTo(high, within(5e-5));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Metrics.brier(new double[0], new boolean[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metrics.brier(new double[2], new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metrics.brier(new double[] {Double.NaN}, new boolean[1]))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Metrics.wilson(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
