package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.Verdict;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

/** Called as a JVM with snapshots would call it; there is none here. */
final class SnapshotGuardTest {
    private final BreakableModel model = new BreakableModel();
    private final ServedModel served = model.served();
    private final Resource guard = new SnapshotGuard(served);

    @Test
    void theModelClassifiesAfterASnapshotAsBefore() throws Exception {
        guard.beforeCheckpoint(null);
        guard.afterRestore(null);

        assertThat(served.classify(new byte[] {1, 2, 3})).isInstanceOf(Verdict.Positive.class);
    }

    @Test
    void anEngineThatDoesNotSurviveTheSnapshotIsNotUsed() throws Exception {
        guard.beforeCheckpoint(null);
        model.broken(true);

        assertThatThrownBy(() -> guard.afterRestore(null)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anEngineThatComputesSomethingElseAfterwardsIsNotUsed() throws Exception {
        guard.beforeCheckpoint(null);
        model.probability(0.74);

        assertThatThrownBy(() -> guard.afterRestore(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0.74")
                .hasMessageContaining("0.75");

        model.probability(Double.NaN);
        assertThatThrownBy(() -> guard.afterRestore(null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDifferenceOfRoundingIsNone() throws Exception {
        guard.beforeCheckpoint(null);
        model.probability(0.7501);

        assertThatCode(() -> guard.afterRestore(null)).doesNotThrowAnyException();
    }

    @Test
    void noSnapshotIsTakenOfABrokenEngine() {
        model.broken(true);

        assertThatThrownBy(() -> guard.beforeCheckpoint(null)).isInstanceOf(UnsupportedOperationException.class);
    }
}
