package dev.carornot.function.model;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;
import dev.carornot.function.queue.RequestQueue;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The model to compare the served one with. It is opened on a thread of its own once the served one is open, so that nobody
 * waits for it; when that fails, the log and the readiness check say why, and the served model goes on alone. Thread-safe.
 */
@Singleton
final class BesideModel implements AnsweringModel {
    private static final Logger LOG = Logger.getLogger(BesideModel.class);
    private static final int LAST = 10_000;

    private final Optional<ModelSource> source;
    private final RequestQueue queue;
    private volatile SharedModel ready;
    private volatile String refused;
    private boolean closed;

    @Inject
    BesideModel(ArtifactModelSource artifacts, RequestQueue queue, Config properties) {
        // Lambda's instances stand still between invocations, and nobody compares models there.
        this(
                properties
                                .getOptionalValue("aws.lambda.runtime.api", String.class)
                                .isPresent()
                        ? Optional.empty()
                        : artifacts.beside(),
                queue);
    }

    BesideModel(Optional<ModelSource> source, RequestQueue queue) {
        this.source = source;
        this.queue = queue;
    }

    /** After the served model, which is open as soon as there is a bean of it. */
    void begin(@Observes @Priority(LAST) StartupEvent event) {
        source.ifPresent(place -> {
            Thread thread = new Thread(() -> open(place), "model-beside");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Opens it and has it classify one picture. */
    void open(ModelSource place) {
        SharedModel opened = null;
        try {
            PhotographClassifier classifier = place.open();
            opened = new SharedModel(classifier);
            ProbePhotograph.warm(classifier, ProbePhotograph.bytes(), place.name());
            take(opened);
            LOG.infof(
                    "Model %s %s from %s answers beside it",
                    classifier.model().name(), classifier.model().version(), place.name());
        } catch (IOException | IllegalArgumentException e) {
            refuse(opened, e.getMessage(), e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            refuse(opened, "The model in " + place.name() + " does not run on this machine: " + e, e);
        }
    }

    private void take(SharedModel opened) {
        synchronized (this) {
            if (!closed) {
                ready = opened;
                return;
            }
        }
        opened.retire();
    }

    private void refuse(SharedModel opened, String reason, Throwable cause) {
        if (opened != null) {
            opened.retire();
        }
        refused = reason;
        LOG.errorf("There is no model beside the served one. %s", reason);
        LOG.debug("The model beside could not be opened", cause);
    }

    boolean isConfigured() {
        return source.isPresent();
    }

    /** Empty until it has classified its warm-up picture, and after its end. */
    Optional<PhotographClassifier> answering() {
        return Optional.ofNullable(ready).map(SharedModel::classifier);
    }

    /** Why it cannot be used; empty when it can, or may yet. */
    Optional<String> refused() {
        return Optional.ofNullable(refused);
    }

    @Override
    public Verdict classify(byte[] photograph) {
        return ask(model -> model.classify(photograph));
    }

    @Override
    public Explanation explain(byte[] photograph) {
        return ask(model -> model.explain(photograph));
    }

    @Override
    public Overlay overlay(byte[] photograph, int longerSide) {
        return ask(model -> model.overlay(photograph, longerSide));
    }

    private <T> T ask(Function<PhotographClassifier, T> question) {
        SharedModel model = ready;
        if (model == null || !model.enter()) {
            throw new ModelUnavailableException(
                    refused == null
                            ? "The model beside is not open; ask again in a moment."
                            : "The model beside cannot be used. " + refused);
        }
        try {
            return question.apply(model.classifier());
        } finally {
            model.leave();
        }
    }

    /** Whoever waits for it or is in it is answered first. */
    @PreDestroy
    void close() {
        queue.close();
        SharedModel last;
        synchronized (this) {
            closed = true;
            last = ready;
            ready = null;
        }
        if (last != null) {
            last.retire();
        }
    }
}
