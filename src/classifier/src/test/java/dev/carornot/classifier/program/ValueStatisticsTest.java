package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.network.Quantization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueStatisticsTest {
    @Test
    void evenValuesKeepTheirWholeRange() {
        ValueStatistics seen = new ValueStatistics(1);
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 5f * i / values.length;
        }
        seen.add(values);
        Quantization.Activation range = seen.range();
        assertThat(range.zeroPoint()).isZero();
        assertThat(range.scale() * 255).isCloseTo(5, within(0.1f));
    }

    @Test
    void aLoneLargeValueIsCutOffForTheOthersSake() {
        ValueStatistics seen = new ValueStatistics(1);
        Random random = new Random(1);
        float[] values = new float[1_000_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        values[0] = 20;
        seen.add(values);
        assertThat(seen.range().scale() * 255).isBetween(1f, 10f);
    }

    @Test
    void valuesOnBothSidesShareTheByte() {
        ValueStatistics seen = new ValueStatistics(1);
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 4f * i / values.length - 1;
        }
        seen.add(values);
        Quantization.Activation range = seen.range();
        assertThat(-range.zeroPoint() * range.scale()).isCloseTo(-1, within(0.05f));
        assertThat((255 - range.zeroPoint()) * range.scale()).isCloseTo(3, within(0.1f));
    }

    @Test
    void aSmallChannelCountsOnlyOnceItHasBeenDividedByLittle() {
        ValueStatistics seen = new ValueStatistics(2);
        float[] values = new float[20_000];
        for (int i = 0; i < 10_000; i++) {
            values[i] = 5f * i / 10_000;
            values[10_000 + i] = 0.01f * i / 10_000;
        }
        seen.add(values);
        assertThat(seen.range().scale() * 255).isCloseTo(5, within(0.1f));
        ValueStatistics divided = seen.dividedBy(List.of(10.0, 0.001));
        assertThat(divided.range().scale() * 255).isCloseTo(10, within(0.2f));
        assertThat(divided.maxima().get(0)).isCloseTo(0.5, within(0.001));
        assertThat(divided.means().get(1)).isCloseTo(5, within(0.01));
        assertThat(seen.means().get(1)).isCloseTo(0.005, within(1e-5));
    }

    @Test
    void theLimitDoublesAndNothingIsLost() {
        ValueStatistics seen = new ValueStatistics(1);
        seen.add(new float[] {0, 0, 0});
        seen.add(new float[] {0.001f, 0.002f, 0.003f});
        seen.add(new float[] {-7, 100, 50});
        double[] bins = new double[128];
        ChannelStatistics channel = new ChannelStatistics();
        channel.add(new float[] {0, 0, 0, 0.001f, 0.002f, 0.003f}, 0, 6);
        channel.add(new float[] {-7, 100, 50}, 0, 3);
        channel.addPositiveTo(bins, bins.length);
        assertThat(channel.limit()).isEqualTo(128);
        assertThat(bins[0]).isEqualTo(6);
        assertThat(bins[50]).isEqualTo(1);
        assertThat(bins[100]).isEqualTo(1);
        assertThat(seen.means().get(0)).isCloseTo(143.006 / 9, within(1e-4));
        assertThat(seen.range().zeroPoint()).isPositive();
    }

    @Test
    void meansAndLargestBytesAreByChannel() {
        ValueStatistics seen = new ValueStatistics(2);
        seen.add(new float[] {1, 3, 10, 20});
        seen.add(new float[] {2, 2, 30, 40});
        assertThat(seen.means()).containsExactly(2.0, 25.0);
        // A fifth more than was seen.
        assertThat(seen.largestBytes(new Quantization.Activation(0.5f, 0))).containsExactly(8, 96);
        assertThat(seen.largestBytes(new Quantization.Activation(0.1f, 0))).containsExactly(36, 255);
    }
}
