package dev.carornot.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.training.evaluation.Metrics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemperatureScalingTest {
    /** Labels are drawn with the probability that the logit has at the true temperature. */
    private static LabelledLogits drawn(double truth, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] logits = new double[count];
        boolean[] positive = new boolean[count];
        for (int i = 0; i < count; i++) {
            logits[i] = 16 * random.nextDouble() - 8;
            positive[i] = random.nextDouble() < LabelledLogits.sigmoid(logits[i] / truth);
        }
        return new LabelledLogits(logits, positive);
    }

    private static double logLoss(LabelledLogits logits, double temperature) {
        return Metrics.logLoss(logits.over(temperature).probabilities(), logits.labels());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7, 4})
    void theTemperatureThatLabelsWereDrawnWithIsFound(double truth) {
        assertThat(TemperatureScaling.fit(drawn(truth, 20_000, 3))).hasValueCloseTo(truth, within(0.05 * truth));
    }

    @Test
    void noTemperatureNearbyOrFarHasLessLogLoss() {
        for (int seed = 0; seed < 20; seed++) {
            LabelledLogits logits = drawn(1.5, 200, seed);
            double fitted = TemperatureScaling.fit(logits).orElseThrow();
            double least = logLoss(logits, fitted);
            for (double factor = 0.2; factor < 5; factor *= 1.01) {
                assertThat(logLoss(logits, fitted * factor)).isGreaterThanOrEqualTo(least);
            }
        }
    }

    @Test
    void withTwoLogitsItIsTheAnswerOfPencilAndPaper() {
        // Three of four right at a logit of 2: sigmoid(2 / T) = 3/4, that is T = 2 / log 3.
        LabelledLogits logits =
                new LabelledLogits(new double[] {2, 2, -2, -2}, new boolean[] {true, true, false, true});
        assertThat(TemperatureScaling.fit(logits)).hasValueCloseTo(2 / Math.log(3), within(1e-12));
    }

    @Test
    void photographsThatAreAllRightOrAllBesideThePointCalibrateNothing() {
        assertThat(TemperatureScaling.fit(new LabelledLogits(new double[] {3, -2}, new boolean[] {true, false})))
                .isEmpty();
        assertThat(TemperatureScaling.fit(new LabelledLogits(new double[] {3, -2}, new boolean[] {false, true})))
                .isEmpty();
        assertThat(TemperatureScaling.fit(new LabelledLogits(new double[] {0, 0}, new boolean[] {false, true})))
                .isEmpty();
    }

    @Test
    void logitsNeedTheirLabels() {
        assertThatThrownBy(() -> new LabelledLogits(new double[2], new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
