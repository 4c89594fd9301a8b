package dev.carornot.batch.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SizingTest {
    private static final Sizing.Prices PRICES = new Sizing.Prices(0.06, 0.0004, 0.005);

    @Test
    void timeIsListingStartAndWork() {
        // 3,600,000 photographs: 1,000 s of listing on 4 tasks, 100 s of start, 3,600,000 / (25 * 4 * 10) = 3,600 s of
        // work.
        Sizing.Estimate estimate = new Sizing(3_600_000, 25, 4, 100, 900, 4).on(10, PRICES);

        assertThat(estimate.hours()).isEqualTo(4_700 / 3_600.0, within(1e-9));
        assertThat(estimate.compute()).isEqualTo(4_700 / 3_600.0 * 40 * 0.06, within(1e-9));
        assertThat(estimate.requests()).isEqualTo(3_600 * 0.0004 + 3.6 * 0.005, within(1e-9));
        assertThat(estimate.readsPerSecond()).isEqualTo(1_000);
    }

    @Test
    void moreExecutorsDoNotListFasterThanThereAreFolders() {
        Sizing sizing = new Sizing(10_000_000, 25, 4, 0, 1_000, 1);

        double one = sizing.on(1, PRICES).hours();
        double hundred = sizing.on(100, PRICES).hours();

        assertThat(hundred).isGreaterThan(10_000 / 3_600.0).isLessThan(one);
        assertThat(one / hundred).isLessThan(100);
    }
}
