package dev.carornot.classifier.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.HeadGradient;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActivationMapTest {
    private static final BackboneConfiguration BACKBONE = new BackboneConfiguration(Variant.V1_5, List.of(1), 2);
    private static final int CHANNELS = BACKBONE.features();
    private static final int ROWS = 3;
    private static final int COLUMNS = 5;

    @Test
    void withAHeadOfOneLayerThePlacesAddUpToTheLogitLessItsBias() {
        float[] weights = floats(CHANNELS, 1);
        FeatureMaps maps = new FeatureMaps(CHANNELS, ROWS, COLUMNS, floats(CHANNELS * ROWS * COLUMNS, 2));
        double logitLessBias = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            logitLessBias += weights[channel] * maps.means()[channel];
        }
        assertThat(ActivationMap.of(maps, linear(weights)).sum()).isCloseTo(logitLessBias, within(1e-12));
    }

    @Test
    void withAHiddenLayerThePlacesAddUpToGradientTimesFeatures() {
        NetworkConfiguration configuration = new NetworkConfiguration(BACKBONE, new HeadConfiguration(List.of(4), 0.3));
        HeadGradient head = HeadGradient.of(
                configuration,
                Map.of(
                        "head.hidden.0.weight", Tensor.of(floats(4 * CHANNELS, 3), new Shape(4, CHANNELS)),
                        "head.hidden.0.bias", Tensor.of(floats(4, 4), new Shape(4)),
                        "head.output.weight", Tensor.of(floats(4, 5), new Shape(1, 4)),
                        "head.output.bias", Tensor.of(floats(1, 6), new Shape(1))));
        FeatureMaps maps = new FeatureMaps(CHANNELS, ROWS, COLUMNS, floats(CHANNELS * ROWS * COLUMNS, 7));
        double[] gradient = head.at(maps.means());
        double expected = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            expected += gradient[channel] * maps.means()[channel];
        }
        assertThat(ActivationMap.of(maps, head).sum()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void whatOnePlaceShowsIsFoundAtThatPlaceAndNowhereElse() {
        float[] values = new float[CHANNELS * ROWS * COLUMNS];
        int channel = 6;
        int place = 2 * COLUMNS + 1;
        values[channel * ROWS * COLUMNS + place] = 30;
        float[] weights = new float[CHANNELS];
        weights[channel] = -0.5f;
        ActivationMap map = ActivationMap.of(new FeatureMaps(CHANNELS, ROWS, COLUMNS, values), linear(weights));
        assertThat(map.rows()).isEqualTo(ROWS);
        assertThat(map.columns()).isEqualTo(COLUMNS);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            assertThat(map.contributions()[i]).isEqualTo(i == place ? -0.5 * 30 / (ROWS * COLUMNS) : 0);
        }
    }

    @Test
    void forTheEyeTheLargestMagnitudeIsOneAndNothingStaysNothing() {
        assertThat(new ActivationMap(2, 2, new double[] {0.5, -2, 1, 0}).normalized())
                .containsExactly(0.25, -1, 0.5, 0);
        assertThat(new ActivationMap(1, 2, new double[2]).normalized()).containsExactly(0, 0);
    }

    @Test
    void forJsonItHasFourDecimals() {
        assertThat(new ActivationMap(1, 3, new double[] {1, -3, 0}).rounded()).containsExactly(0.3333, -1.0, 0.0);
    }

    @Test
    void whatIsNoNumberSaysNothing() {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, -1, Double.NEGATIVE_INFINITY};
        assertThat(new ActivationMap(2, 2, odd).contributions()).containsExactly(0, 0, -1, 0);
    }

    @Test
    void aMapHasAsManyValuesAsPlaces() {
        assertThatThrownBy(() -> new ActivationMap(2, 2, new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 2");
    }

    private static HeadGradient linear(float[] weights) {
        return HeadGradient.of(
                new NetworkConfiguration(BACKBONE, new HeadConfiguration(List.of(), 0)),
                Map.of(
                        "head.output.weight", Tensor.of(weights, new Shape(1, CHANNELS)),
                        "head.output.bias", Tensor.of(new float[] {3}, new Shape(1))));
    }

    private static float[] floats(int count, long seed) {
        float[] values = new float[count];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
