package dev.carornot.training.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConfidentLearningTest {
    @Test
    void thresholdsAndSuspectsAreThoseOfThePaper() {
        double[] probability = {0.9, 0.8, 0.1, 0.4, 0.2, 0.1, 0.95, 0.62};
        boolean[] positive = {true, true, true, true, false, false, false, false};
        // Positives: (0.9 + 0.8 + 0.1 + 0.4) / 4. Negatives: (0.8 + 0.9 + 0.05 + 0.38) / 4.
        assertThat(ConfidentLearning.threshold(probability, positive, true)).isCloseTo(0.55, within(1e-12));
        assertThat(ConfidentLearning.threshold(probability, positive, false)).isCloseTo(0.5325, within(1e-12));
        // Each has at least the other class's threshold and less than its own; the surest first.
        assertThat(ConfidentLearning.suspects(probability, positive))
                .extracting(ConfidentLearning.Suspect::index)
                .containsExactly(6, 2, 7, 3);
    }

    @Test
    void whereBothThresholdsAreReachedTheGreaterProbabilityDecides() {
        // Mean self-confidence of both classes is below a half, so that the second reaches both thresholds.
        double[] probability = {0.15, 0.55, 0.55, 0.8};
        boolean[] positive = {true, true, false, false};
        assertThat(ConfidentLearning.suspects(probability, positive))
                .extracting(ConfidentLearning.Suspect::index)
                .containsExactly(0, 3, 2);
    }

    @Test
    void oneClassIsNotEnough() {
        assertThatThrownBy(() -> ConfidentLearning.suspects(new double[] {0.5}, new boolean[] {true}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Two clouds of points around -1 and 1 in every dimension. */
    private static List<float[]> clouds(boolean[] positive, long seed) {
        Random random = new Random(seed);
        List<float[]> vectors = new ArrayList<>();
        for (boolean side : positive) {
            float[] vector = new float[21];
            for (int j = 0; j < 20; j++) {
                vector[j] = (float) (random.nextGaussian() * 2 + (side ? 1 : -1));
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static boolean[] alternating(int count) {
        boolean[] positive = new boolean[count];
        for (int i = 0; i < count; i += 2) {
            positive[i] = true;
        }
        return positive;
    }

    @Test
    void logisticRegressionTellsCloudsApartAndIsRepeatable() {
        boolean[] positive = alternating(400);
        LogisticRegression model = LogisticRegression.fit(clouds(positive, 1), positive);
        LogisticRegression again = LogisticRegression.fit(clouds(positive, 1), positive);
        List<float[]> others = clouds(positive, 2);
        int right = 0;
        for (int i = 0; i < positive.length; i++) {
            double probability = model.probability(others.get(i));
            assertThat(probability).isEqualTo(again.probability(others.get(i)));
            right += probability >= 0.5 == positive[i] ? 1 : 0;
        }
        // Ideally 98.7 % (two standard deviations and a bit of 20 dimensions).
        assertThat(right).isGreaterThan(380);
    }

    @Test
    void logisticRegressionReachesTheLeastLoss() {
        // One feature, standardised to 1 and -1: by symmetry the bias is 0, and the weight solves
        // 0.5 (sigmoid(-w) 3 - sigmoid(w)) / 2 ... for three of four right; its gradient is checked instead of its
        // value.
        List<float[]> rows = new ArrayList<>();
        boolean[] positive = {true, true, true, false, false, false, false, true};
        for (int i = 0; i < 8; i++) {
            rows.add(new float[] {i < 4 ? 1 : -1});
        }
        double high = LogisticRegression.fit(rows, positive).probability(new float[] {1});
        double weight = Math.log(high / (1 - high));
        // Mean log loss: 3/4 log(1 + e^-w) + 1/4 log(1 + e^w); its derivative and that of 0.005 w^2 add up to nothing.
        double derivative = -0.75 * (1 - high) + 0.25 * high + 0.01 * weight;
        assertThat(derivative).isCloseTo(0, within(1e-6));
    }
}
