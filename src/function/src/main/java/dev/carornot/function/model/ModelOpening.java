package dev.carornot.function.model;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;

import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.function.CarOrNotConfig;
import io.quarkus.runtime.ImageMode;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Opens the model on a thread of its own while the framework starts: neither needs the other, and each takes about half of
 * the time. Whatever goes wrong there goes wrong again, and is reported, when the model is taken. Thread-safe.
 */
@Singleton
final class ModelOpening {
    private final Provider<ModelSource> source;
    private FutureTask<PhotographClassifier> early;

    ModelOpening(Provider<ModelSource> source) {
        this.source = source;
    }

    /** As soon as there are beans, long before the application is said to start; not while a native image is built. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (ImageMode.current() != ImageMode.NATIVE_BUILD) {
            begin(() -> {
                readSettings();
                return source.get().open();
            });
        }
    }

    /**
     * Quarkus reads the application's settings last of all. Whoever needs them before asks for them; if they cannot be read,
     * Quarkus says so when its turn comes.
     */
    private static void readSettings() {
        ConfigMappings.registerConfigMappings(
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), Set.of(configClass(CarOrNotConfig.class)));
    }

    void begin() {
        begin(() -> source.get().open());
    }

    private synchronized void begin(Callable<PhotographClassifier> opening) {
        early = new FutureTask<>(opening);
        Thread thread = new Thread(early, "model-opening");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The open model, which is the caller's to close; whoever comes later gets another.
     *
     * @throws IOException as {@link ModelSource#open}
     * @throws IllegalArgumentException likewise
     */
    PhotographClassifier take() throws IOException {
        FutureTask<PhotographClassifier> begun = begun();
        if (begun != null) {
            try {
                return begun.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ArtifactException told) {
                    // Has its sentence, and a bucket that does not answer need not be waited for twice.
                    throw told;
                }
                // Told better by a second attempt, on the thread that waits for it.
                return source.get().open();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The opening of the model was interrupted.", e);
            }
        }
        return source.get().open();
    }

    /** Where the model comes from, for messages. */
    String name() {
        return source.get().name();
    }

    private synchronized FutureTask<PhotographClassifier> begun() {
        FutureTask<PhotographClassifier> begun = early;
        early = null;
        return begun;
    }

    /** An application that does not get as far as its model leaves none open. */
    @PreDestroy
    void close() {
        FutureTask<PhotographClassifier> untaken = begun();
        if (untaken == null) {
            return;
        }
        try {
            untaken.get().close();
        } catch (ExecutionException e) {
            // It was never open.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
