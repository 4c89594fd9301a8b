package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.Verdict;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

final class ServedModelTest {
    private static final byte[] PHOTOGRAPH = {1, 2, 3};

    private final BreakableModel model = new BreakableModel();
    private final ServedModel served = new ServedModel(
            new ModelOpening(() -> model),
            new RequestQueue(new Capacity(1, 1, 0)),
            new ModelRefresh(() -> model, Optional.empty(), false));
    private final ModelReadiness readiness = new ModelReadiness(served, BesideModelTest.none());
    private final EngineLiveness liveness = new EngineLiveness(served);

    @Test
    void readinessIsDownUntilTheWarmUpPictureIsClassified() {
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        assertThatThrownBy(() -> served.classify(PHOTOGRAPH)).isInstanceOf(ModelUnavailableException.class);

        served.open();

        HealthCheckResponse ready = readiness.call();
        assertThat(ready.getName()).isEqualTo("model");
        assertThat(ready.getStatus()).isEqualTo(Status.UP);
        assertThat(ready.getData().orElseThrow())
                .containsEntry("name", "breakable")
                .containsEntry("version", "1")
                .containsEntry("precision", "none");
        assertThat(served.classify(PHOTOGRAPH)).isInstanceOf(Verdict.Positive.class);
    }

    @Test
    void readinessStaysDownWhenTheWarmUpPictureFails() {
        model.broken(true);

        assertThatThrownBy(served::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("memory does not run on this machine")
                .hasNoCause();

        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(model.closed()).isTrue();
    }

    @Test
    void aModelThatRefusesTheWarmUpPictureStopsTheStart() {
        model.refusing();

        assertThatThrownBy(served::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("refuses its own warm-up picture: These bytes are no image.");

        assertThat(model.closed()).isTrue();
    }

    @Test
    void aMissingModelStopsTheStartWithItsSentence() {
        model.missing("There is no manifest.json in memory.");

        assertThatThrownBy(served::open)
                .isInstanceOf(ConfigurationException.class)
                .hasNoCause()
                .hasMessage("Car or Not a Car cannot start. There is no manifest.json in memory.");
    }

    @Test
    void oneStrangePictureDoesNotTakeTheEngineDown() {
        served.open();

        for (int again = 0; again < 10; again++) {
            assertThatThrownBy(() -> served.classify(BreakableModel.STRANGE))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void livenessIsDownWhileTheEngineIsBroken() {
        served.open();
        assertThat(liveness.call().getName()).isEqualTo("engine");
        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);

        model.broken(true);
        assertThatThrownBy(() -> served.classify(PHOTOGRAPH)).isInstanceOf(UnsupportedOperationException.class);

        assertThat(liveness.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(liveness.call().getStatus()).as("asked again").isEqualTo(Status.DOWN);

        model.broken(false);
        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aClosedModelIsNeitherReadyNorBroken() {
        served.open();

        served.close();

        assertThat(model.closed()).isTrue();
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
        assertThatThrownBy(() -> served.classify(PHOTOGRAPH)).isInstanceOf(ModelUnavailableException.class);
    }
}
