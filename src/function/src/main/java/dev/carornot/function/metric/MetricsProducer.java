package dev.carornot.function.metric;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Picks where metrics go. */
final class MetricsProducer {
    /** @param runtimeApi is set by Lambda, and by nobody else */
    @Produces
    @Singleton
    Metrics metrics(
            @ConfigProperty(name = "aws.lambda.runtime.api") Optional<String> runtimeApi,
            Provider<ServerMetrics> server,
            Provider<InvocationMetrics> invocation) {
        return runtimeApi.isPresent() ? invocation.get() : server.get();
    }
}
