package dev.carornot.classifier.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecisionTest {
    private static final Decision DECISION = new Decision(1.7, 0.3, 0.6);

    @ParameterizedTest
    @ValueSource(doubles = {-60, -20.5, -3, -1e-9, 0, 0.25, 7, 30})
    void aProbabilityLeadsBackToItsLogit(double logit) {
        // Near 1 a double has few digits left of the distance to it: 1e-8 of them at a logit of 30 / 1.7.
        assertThat(DECISION.logit(DECISION.probability(logit))).isEqualTo(logit, within(1e-7));
    }

    @Test
    void certaintyHasAFiniteLogit() {
        assertThat(DECISION.logit(1)).isEqualTo(1.7 * 36.7, within(0.1));
        assertThat(DECISION.logit(0)).isEqualTo(-DECISION.logit(1));
    }
}
