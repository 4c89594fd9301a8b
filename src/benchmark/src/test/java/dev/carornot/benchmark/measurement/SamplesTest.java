package dev.carornot.benchmark.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void theMedianOfAnOddCountIsTheMiddleValueInWhateverOrderTheyCame() {
        assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenCountLiesBetweenTheTwoInTheMiddle() {
        assertThat(Samples.of(4, 1, 2, 100).median()).isEqualTo(3);
    }

    @Test
    void percentilesLieLinearlyBetweenNeighbours() {
        Samples samples = Samples.of(0, 10, 20, 30, 40);
        assertThat(samples.percentile(0)).isZero();
        assertThat(samples.percentile(10)).isEqualTo(4);
        assertThat(samples.percentile(90)).isEqualTo(36);
        assertThat(samples.percentile(100)).isEqualTo(40);
    }

    @Test
    void oneValueIsEveryPercentile() {
        assertThat(Samples.of(7).percentile(99)).isEqualTo(7);
    }

    @Test
    void nothingIsSaidOfNoValuesOrOfNoNumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of());
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1, Double.NaN));
    }
}
