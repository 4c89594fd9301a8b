package dev.carornot.function.model;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;
import dev.carornot.function.queue.RequestQueue;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The model that answers, from its opening to its end. Thread-safe.
 *
 * <p>A failure of the engine makes it suspect, no more: one strange picture must not take the application down. Whether the
 * engine is broken is decided by {@link #engineWorks()}, on a picture that is known to be good.
 */
// Opened while it is constructed: whoever gets this bean, a Lambda poll loop that starts early too, gets an open model.
@Startup
@Singleton
public final class ServedModel implements AnsweringModel {
    private static final Logger LOG = Logger.getLogger(ServedModel.class);

    private final ModelOpening opening;
    private final RequestQueue queue;
    private final byte[] probe = ProbePhotograph.bytes();

    private final ModelRefresh refresh;

    private volatile SharedModel ready;
    private volatile boolean suspect;
    private volatile int changes;
    private boolean closed;

    ServedModel(ModelOpening opening, RequestQueue queue, ModelRefresh refresh) {
        this.opening = opening;
        this.queue = queue;
        this.refresh = refresh;
    }

    /**
     * Opens the model and classifies one picture.
     *
     * @throws ConfigurationException when that fails; of this one, if it has no cause, Quarkus prints the message alone and
     *     exits with 1
     */
    @PostConstruct
    void open() {
        long start = System.nanoTime();
        SharedModel opened = null;
        try {
            PhotographClassifier classifier = opening.take();
            opened = new SharedModel(classifier);
            ProbePhotograph.warm(classifier, probe, opening.name());
            refresh.begin(classifier.model().version(), this::change);
        } catch (IOException | IllegalArgumentException e) {
            throw stop(opened, e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw stop(opened, "The model in " + opening.name() + " does not run on this machine: " + e, e);
        }
        ready = opened;
        ModelDescription model = opened.description();
        LOG.infof(
                "Model %s %s (%s) from %s is open and warm after %d ms",
                model.name(),
                model.version(),
                model.precision(),
                opening.name(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Lets another model answer from now on; who is in the one before is answered by that one. */
    private void change(PhotographClassifier classifier) {
        SharedModel next = new SharedModel(classifier);
        SharedModel before;
        synchronized (this) {
            before = closed ? next : ready;
            if (!closed) {
                ready = next;
                changes = changes + 1;
            }
        }
        before.retire();
    }

    private ConfigurationException stop(SharedModel opened, String sentence, Throwable cause) {
        close();
        if (opened != null) {
            opened.retire();
        }
        LOG.debug("The model could not be opened", cause);
        return new ConfigurationException("Car or Not a Car cannot start. " + sentence);
    }

    @Override
    public Verdict classify(byte[] photograph) {
        return ask(classifier -> classifier.classify(photograph));
    }

    @Override
    public Explanation explain(byte[] photograph) {
        return ask(classifier -> classifier.explain(photograph));
    }

    @Override
    public Overlay overlay(byte[] photograph, int longerSide) {
        return ask(classifier -> classifier.overlay(photograph, longerSide));
    }

    private <T> T ask(Function<PhotographClassifier, T> question) {
        refresh.lookWhenDue();
        SharedModel model = enter();
        if (model == null) {
            throw new ModelUnavailableException("The model is not open; ask again in a moment.");
        }
        try {
            return question.apply(model.classifier());
        } catch (RuntimeException | Error e) {
            if (ready == null) {
                throw new ModelUnavailableException("The application is shutting down; ask another instance.");
            }
            suspect = true;
            throw e;
        } finally {
            model.leave();
        }
    }

    /** The model that answers now, entered; null when there is none. */
    private SharedModel enter() {
        // One that is retired has a successor by now, or there is none any more.
        SharedModel model = ready;
        while (model != null && !model.enter()) {
            model = ready;
        }
        return model;
    }

    /** Which model answers; empty until it has classified its warm-up picture, and after its end. */
    public Optional<ModelDescription> description() {
        return Optional.ofNullable(ready).map(SharedModel::description);
    }

    /** How often another model has come to serve since the start. */
    public int changes() {
        return changes;
    }

    /** The model that answers, for what it says of itself; empty as {@link #description}. */
    Optional<PhotographClassifier> answering() {
        return Optional.ofNullable(ready).map(SharedModel::classifier);
    }

    /** Why the version that is current now does not serve, and another does; empty when all is well. */
    public Optional<String> refused() {
        return refresh.refused();
    }

    /**
     * Whether the engine can classify. Costs nothing unless a classification failed since the last look; then a picture that
     * is known to be good is classified.
     */
    boolean engineWorks() {
        SharedModel model = suspect ? enter() : null;
        if (model == null) {
            // Without a model there is nothing to be broken: that is for readiness to say.
            return true;
        }
        // Lowered before the probe: a failure that happens meanwhile raises it again.
        suspect = false;
        try {
            model.classifier().classify(probe);
            return true;
        } catch (RuntimeException | Error e) {
            suspect = true;
            LOG.error("The engine is broken: it cannot classify a picture that it could classify at the start", e);
            return false;
        } finally {
            model.leave();
        }
    }

    /** Ends the model; whoever waits for it or is in it is answered first. */
    @PreDestroy
    void close() {
        queue.close();
        refresh.close();
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
