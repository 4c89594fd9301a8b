package dev.carornot.function.model;

import dev.carornot.classifier.ModelDescription;
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
public final class ServedModel {
    private static final Logger LOG = Logger.getLogger(ServedModel.class);

    private final ModelOpening opening;
    private final RequestQueue queue;
    private final byte[] probe = ProbePhotograph.bytes();

    private PhotographClassifier opened;
    private volatile PhotographClassifier ready;
    private volatile boolean suspect;

    ServedModel(ModelOpening opening, RequestQueue queue) {
        this.opening = opening;
        this.queue = queue;
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
        try {
            opened = opening.take();
            warmUp();
        } catch (IOException | IllegalArgumentException e) {
            throw stop(e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw stop("The model in " + opening.name() + " does not run on this machine: " + e, e);
        }
        ready = opened;
        ModelDescription model = ready.model();
        LOG.infof(
                "Model %s %s (%s) from %s is open and warm after %d ms",
                model.name(),
                model.version(),
                model.precision(),
                opening.name(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private void warmUp() throws IOException {
        if (opened.classify(probe) instanceof Verdict.Refused refused) {
            throw new IOException("The model in " + opening.name() + " refuses its own warm-up picture: "
                    + refused.refusal().message());
        }
    }

    private ConfigurationException stop(String sentence, Throwable cause) {
        close();
        LOG.debug("The model could not be opened", cause);
        return new ConfigurationException("Car or Not a Car cannot start. " + sentence);
    }

    /**
     * Classifies a photograph.
     *
     * @throws ModelUnavailableException when the model is not open
     * @throws RuntimeException when the engine fails
     */
    public Verdict classify(byte[] photograph) {
        PhotographClassifier classifier = ready;
        if (classifier == null) {
            throw new ModelUnavailableException("The model is not open; ask again in a moment.");
        }
        try {
            return classifier.classify(photograph);
        } catch (RuntimeException | Error e) {
            if (ready == null) {
                throw new ModelUnavailableException("The application is shutting down; ask another instance.");
            }
            suspect = true;
            throw e;
        }
    }

    /** Which model answers; empty until it has classified its warm-up picture, and after its end. */
    public Optional<ModelDescription> description() {
        return Optional.ofNullable(ready).map(PhotographClassifier::model);
    }

    /**
     * Whether the engine can classify. Costs nothing unless a classification failed since the last look; then a picture that
     * is known to be good is classified.
     */
    boolean engineWorks() {
        PhotographClassifier classifier = ready;
        if (!suspect || classifier == null) {
            // Without a model there is nothing to be broken: that is for readiness to say.
            return true;
        }
        // Lowered before the probe: a failure that happens meanwhile raises it again.
        suspect = false;
        try {
            classifier.classify(probe);
            return true;
        } catch (RuntimeException | Error e) {
            suspect = true;
            LOG.error("The engine is broken: it cannot classify a picture that it could classify at the start", e);
            return false;
        }
    }

    /** Ends the model; whoever waits for it or is in it is answered first. */
    @PreDestroy
    void close() {
        queue.close();
        ready = null;
        if (opened != null) {
            opened.close();
        }
    }
}
