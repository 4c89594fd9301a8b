package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.Verdict;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

final class BesideModelTest {
    private static final byte[] PHOTOGRAPH = {1, 2, 3};

    private final BreakableModel other = new BreakableModel();
    private final BesideModel beside = new BesideModel(Optional.of(other), queue());
    private final ServedModels models = new ServedModels(new BreakableModel().served(), beside);

    /** Where none is configured. */
    static BesideModel none() {
        return new BesideModel(Optional.empty(), queue());
    }

    private static RequestQueue queue() {
        return new RequestQueue(new Capacity(1, 1, 0));
    }

    @Test
    void untilItIsOpenItIsNotListedAndSaysToAskAgain() {
        assertThat(models.list()).extracting(ServedModels.Listed::id).containsExactly("current");
        assertThatThrownBy(() -> models.find("beside").orElseThrow().classify(PHOTOGRAPH))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("ask again");
    }

    @Test
    void openItAnswersByItself() {
        other.probability(0.25);

        beside.open(other);

        assertThat(models.list()).extracting(ServedModels.Listed::id).containsExactly("current", "beside");
        assertThat(probability("beside")).isEqualTo(0.25);
        assertThat(probability("current")).isEqualTo(0.75);
    }

    @Test
    void oneThatCannotBeOpenedStopsNothing() {
        other.missing("There is no model in memory.");

        beside.open(other);

        assertThat(models.list()).extracting(ServedModels.Listed::id).containsExactly("current");
        assertThat(probability("current")).isEqualTo(0.75);
        assertThatThrownBy(() -> beside.classify(PHOTOGRAPH))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("There is no model in memory.");
        HealthCheckResponse ready = new ModelReadiness(new BreakableModel().served(), beside).call();
        assertThat(ready.getStatus()).isEqualTo(Status.UP);
        assertThat(ready.getData().orElseThrow()).containsEntry("beside-refused", "There is no model in memory.");
    }

    @Test
    void oneThatRefusesItsWarmUpPictureIsClosedAgain() {
        other.refusing();

        beside.open(other);

        assertThat(beside.refused())
                .hasValueSatisfying(reason -> assertThat(reason).contains("warm-up picture"));
        assertThat(other.closed()).isTrue();
    }

    @Test
    void itsEndClosesItAndWhatOpensLaterIsClosedToo() {
        beside.open(other);

        beside.close();

        assertThat(other.closed()).isTrue();
        BreakableModel late = new BreakableModel();
        beside.open(late);
        assertThat(late.closed()).isTrue();
        assertThat(beside.answering()).isEmpty();
    }

    @Test
    void whereNoneIsConfiguredThereIsNone() {
        assertThat(new ServedModels(new BreakableModel().served(), none()).find("beside"))
                .isEmpty();
    }

    private double probability(String id) {
        return ((Verdict.Classified) models.find(id).orElseThrow().classify(PHOTOGRAPH)).probability();
    }
}
