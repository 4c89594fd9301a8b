package dev.carornot.function.model;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Gives back what the opening of a model leaves behind. The weights' file is mapped, and counts as resident memory until the
 * collector has seen that nobody reads it any more, which in a heap as small and quiet as this one may take days. Not on
 * Lambda, where memory is paid for whether it is used or not, and a collection would fall into somebody's invocation.
 * Thread-safe.
 */
@Singleton
final class Leftovers {
    /** The first photographs are not to wait for it. */
    private static final Duration AFTER_START = Duration.ofSeconds(2);

    private final boolean onLambda;

    @Inject
    Leftovers(Config properties) {
        onLambda = properties
                .getOptionalValue("aws.lambda.runtime.api", String.class)
                .isPresent();
    }

    void onStart(@Observes StartupEvent started) {
        if (onLambda) {
            return;
        }
        Thread thread = new Thread(Leftovers::collectLater, "model-leftovers");
        thread.setDaemon(true);
        thread.start();
    }

    private static void collectLater() {
        try {
            Thread.sleep(AFTER_START.toMillis());
            collect();
        } catch (InterruptedException e) {
            // The application ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Takes some tens of milliseconds, in which nobody is served. */
    static void collect() {
        System.gc();
    }
}
