package dev.carornot.function.model;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down while the engine cannot classify: only a new process helps then. Thread-safe. */
@Liveness
@Singleton
final class EngineLiveness implements HealthCheck {
    private static final String NAME = "engine";

    private final ServedModel served;

    EngineLiveness(ServedModel served) {
        this.served = served;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(NAME).status(served.engineWorks()).build();
    }
}
