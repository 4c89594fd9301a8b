package dev.carornot.training.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RandomForestTest {
    private static double[][] noise(int rows, int features, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] noise = new double[rows][features];
        for (double[] row : noise) {
            for (int i = 0; i < features; i++) {
                row[i] = random.nextDouble();
            }
        }
        return noise;
    }

    private static double accuracy(RandomForest forest, double[][] rows, boolean[] truth) {
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            double probability = forest.probability(rows[i]);
            assertThat(probability).isBetween(0.0, 1.0);
            right += probability >= 0.5 == truth[i] ? 1 : 0;
        }
        return (double) right / rows.length;
    }

    /** Positive where exactly one of two features is large, so that no single feature tells anything. */
    private static boolean[] eitherOr(double[][] rows) {
        boolean[] positive = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positive[i] = rows[i][0] > 0.5 != rows[i][3] > 0.5;
        }
        return positive;
    }

    @Test
    void whatTwoFeaturesTellTogetherIsLearnt() {
        double[][] train = noise(1000, 5, 1);
        double[][] test = noise(500, 5, 2);
        RandomForest forest = RandomForest.train(train, eitherOr(train), 0);
        assertThat(accuracy(forest, test, eitherOr(test))).isGreaterThan(0.9);
    }

    @Test
    void wherePropertiesTellNothingNothingIsGuessed() {
        double[][] train = noise(1000, 5, 1);
        double[][] test = noise(1000, 5, 2);
        boolean[] coin = eitherOr(noise(1000, 5, 3));
        // Four standard deviations of a fair coin thrown 1,000 times are 6.3 %.
        assertThat(accuracy(RandomForest.train(train, coin, 0), test, eitherOr(noise(1000, 5, 4))))
                .isBetween(0.437, 0.563);
    }

    @Test
    void theSameRowsGiveTheSameForest() {
        double[][] rows = noise(300, 4, 1);
        boolean[] positive = eitherOr(rows);
        RandomForest one = RandomForest.train(rows, positive, 7);
        RandomForest same = RandomForest.train(rows, positive, 7);
        RandomForest other = RandomForest.train(rows, positive, 8);
        boolean differs = false;
        for (double[] row : noise(50, 4, 9)) {
            assertThat(one.probability(row)).isEqualTo(same.probability(row));
            differs |= one.probability(row) != other.probability(row);
        }
        assertThat(differs).isTrue();
    }

    @Test
    void featuresThatNeverChangeMakeALeaf() {
        double[][] rows = new double[20][3];
        boolean[] positive = new boolean[20];
        for (int i = 0; i < 5; i++) {
            positive[i] = true;
        }
        assertThat(RandomForest.train(rows, positive, 0).probability(new double[3]))
                .isBetween(0.1, 0.4);
    }
}
