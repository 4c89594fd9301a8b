package dev.carornot.function.model;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up once the model has classified its warm-up picture; says which model it is. Thread-safe. */
@Readiness
@Singleton
final class ModelReadiness implements HealthCheck {
    private static final String NAME = "model";

    private final ServedModel served;

    ModelReadiness(ServedModel served) {
        this.served = served;
    }

    @Override
    public HealthCheckResponse call() {
        return served.description()
                .map(model -> HealthCheckResponse.named(NAME)
                        .up()
                        .withData("name", model.name())
                        .withData("version", model.version())
                        .withData("precision", model.precision())
                        .build())
                .orElseGet(() -> HealthCheckResponse.down(NAME));
    }
}
