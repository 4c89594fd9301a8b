package dev.carornot.function.queue;

import dev.carornot.function.CarOrNotConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the {@link Capacity} that the configuration asks for. */
final class Capacities {
    /** @throws ConfigurationException when a setting is out of its range; of this one Quarkus prints the message alone */
    @Produces
    @Singleton
    Capacity configured(CarOrNotConfig config) {
        try {
            return Capacity.of(config, Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("Car or Not a Car cannot start. " + e.getMessage());
        }
    }
}
