package dev.carornot.function.model;

import dev.carornot.function.CarOrNotConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Looks now and then whether another version of the model has become current, opens it, warms it, and hands it over. A version
 * that cannot be used is reported, and tried again at growing intervals; what serves goes on serving. On a server a thread
 * looks; on Lambda, where threads stand still between invocations, whoever classifies does, when the time has come.
 * Thread-safe.
 */
@Singleton
final class ModelRefresh {
    private static final Logger LOG = Logger.getLogger(ModelRefresh.class);

    /** Looks that are let pass before a version that failed is tried again double each time, up to this many. */
    private static final int LONGEST_PAUSE = 64;

    private static final String UNKNOWN = "the current version";

    private final Provider<ModelSource> source;
    private final Optional<Duration> interval;
    private final boolean onLambda;
    private final byte[] probe = ProbePhotograph.bytes();
    private final ReentrantLock looking = new ReentrantLock();

    private String serving;
    private Thread thread;
    /** Set last of all when it begins: who sees it sees the rest. */
    private volatile Consumer<PhotographClassifier> successor;

    private volatile long looked;
    private volatile boolean done;
    private volatile Refusal refusal;

    /**
     * Why a version does not serve.
     *
     * @param version which; {@link #UNKNOWN} when not even that could be found out
     * @param reason one sentence
     * @param pause how many looks to let pass before it is tried again
     * @param passed how many have passed
     */
    private record Refusal(String version, String reason, int pause, int passed) {
        Refusal waited() {
            return new Refusal(version, reason, pause, passed + 1);
        }
    }

    @Inject
    ModelRefresh(Provider<ModelSource> source, CarOrNotConfig config, Config properties) {
        // Lambda says where its runtime API is, and nobody else does.
        this(
                source,
                config.model().refresh(),
                properties
                        .getOptionalValue("aws.lambda.runtime.api", String.class)
                        .isPresent());
    }

    ModelRefresh(Provider<ModelSource> source, Optional<Duration> interval, boolean onLambda) {
        this.source = source;
        this.interval = interval;
        this.onLambda = onLambda;
    }

    /**
     * Begins to look, where that is wanted.
     *
     * @param version what serves now
     * @param next is given each new model, open and warm, which is then its own to close
     * @throws IllegalArgumentException when the interval will not do
     */
    void begin(String version, Consumer<PhotographClassifier> next) {
        if (interval.isEmpty()) {
            return;
        }
        if (interval.get().toMillis() <= 0) {
            throw new IllegalArgumentException(
                    "carornot.model.refresh is " + interval.get() + "; set a time above zero, e.g. 1m, or none.");
        }
        serving = version;
        looked = System.currentTimeMillis();
        successor = next;
        if (!onLambda) {
            thread = new Thread(this::lookAgainAndAgain, "model-refresh");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void lookAgainAndAgain() {
        try {
            while (!done) {
                Thread.sleep(interval.get().toMillis());
                look();
            }
        } catch (InterruptedException e) {
            // The application ends.
            Thread.currentThread().interrupt();
        }
    }

    /** On Lambda, looks if the time has come; others do not wait for who looks. */
    void lookWhenDue() {
        // The wall clock: others may stand still while the instance is frozen.
        if (!onLambda || successor == null || done || !isDue(System.currentTimeMillis()) || !looking.tryLock()) {
            return;
        }
        try {
            look();
            looked = System.currentTimeMillis();
        } finally {
            looking.unlock();
        }
    }

    /** Also when the clock has been put back, which must not put the next look off by as much. */
    private boolean isDue(long now) {
        return now < looked || now - looked >= interval.get().toMillis();
    }

    /** Why the version that is current does not serve; empty when it does. */
    Optional<String> refused() {
        return Optional.ofNullable(refusal).map(Refusal::reason);
    }

    private void look() {
        String version = UNKNOWN;
        try {
            Optional<String> current = source.get().currentVersion();
            if (current.isEmpty()) {
                LOG.infof(
                        "%s names one version: there is nothing to refresh",
                        source.get().name());
                done = true;
                return;
            }
            version = current.get();
            if (version.equals(serving)) {
                refusal = null;
            } else if (!isToWait(version)) {
                change();
            }
        } catch (IOException | IllegalArgumentException e) {
            refuse(version, e.getMessage(), e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            refuse(version, "The model in " + source.get().name() + " does not run on this machine: " + e, e);
        }
    }

    private boolean isToWait(String version) {
        Refusal before = refusal;
        if (before == null || !before.version().equals(version) || before.passed() >= before.pause()) {
            return false;
        }
        refusal = before.waited();
        return true;
    }

    private void change() throws IOException {
        PhotographClassifier next = source.get().open();
        try {
            ProbePhotograph.warm(next, probe, source.get().name());
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            next.close();
            throw e;
        }
        String before = serving;
        serving = next.model().version();
        refusal = null;
        successor.accept(next);
        LOG.infof("Model %s %s serves instead of %s", next.model().name(), serving, before);
        if (!onLambda) {
            Leftovers.collect();
        }
    }

    private void refuse(String version, String reason, Throwable cause) {
        if (done) {
            // The end of the application has interrupted it.
            return;
        }
        Refusal before = refusal;
        boolean again = before != null && before.version().equals(version);
        refusal = new Refusal(version, reason, again ? Math.min(2 * before.pause(), LONGEST_PAUSE) : 1, 0);
        if (!again || !before.reason().equals(reason)) {
            LOG.errorf("%s goes on serving; %s is refused. %s", serving, version, reason);
            LOG.debug("The model could not be changed", cause);
        }
    }

    /** What is being opened meanwhile is handed over still. */
    @PreDestroy
    void close() {
        done = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
