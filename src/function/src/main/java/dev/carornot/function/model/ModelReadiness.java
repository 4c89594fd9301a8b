package dev.carornot.function.model;

import dev.carornot.classifier.ModelDescription;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up once the model has classified its warm-up picture; says which model it is, and what is wrong with its successor. Thread-safe. */
@Readiness
@Singleton
final class ModelReadiness implements HealthCheck {
    private static final String NAME = "model";

    /** Why another version does not serve, though it is current. */
    private static final String REFUSED = "refused";

    /** Why there is no model beside it. It is there to be compared with, and what serves is ready without it. */
    private static final String BESIDE_REFUSED = "beside-refused";

    private final ServedModel served;
    private final BesideModel beside;

    ModelReadiness(ServedModel served, BesideModel beside) {
        this.served = served;
        this.beside = beside;
    }

    @Override
    public HealthCheckResponse call() {
        return served.description().map(this::up).orElseGet(() -> HealthCheckResponse.down(NAME));
    }

    private HealthCheckResponse up(ModelDescription model) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(NAME)
                .up()
                .withData("name", model.name())
                .withData("version", model.version())
                .withData("precision", model.precision());
        served.refused().ifPresent(reason -> response.withData(REFUSED, reason));
        beside.refused().ifPresent(reason -> response.withData(BESIDE_REFUSED, reason));
        return response.build();
    }
}
