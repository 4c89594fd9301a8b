package dev.carornot.function.model;

import dev.carornot.classifier.Verdict;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;

/**
 * Makes sure that a process that comes back from a snapshot (SnapStart, CRaC) classifies as it did before. A snapshot holds all
 * of the process's memory, the engine's too, so the open model comes back with it, and that is what makes it quick. But the
 * processor may be another one: a known picture has to get the same probability as before, or the process is not used.
 * Thread-safe.
 */
// Eager: whoever takes the snapshot asks the resources that are registered by then.
@Startup
@Singleton
final class SnapshotGuard implements Resource {
    private static final Logger LOG = Logger.getLogger(SnapshotGuard.class);

    /** Kernels that sum in another order differ by less; a broken engine does not stop at this. */
    private static final double TOLERANCE = 1e-3;

    private final ServedModel served;
    private volatile double before = Double.NaN;

    SnapshotGuard(ServedModel served) {
        this.served = served;
    }

    @PostConstruct
    void register() {
        // Does nothing on a JVM without snapshots. The context keeps no hold of it: this bean does.
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        before = probability();
    }

    /**
     * Classifies the picture again.
     *
     * @throws IllegalStateException when the verdict is another one; whoever restores starts a fresh process then
     * @throws RuntimeException when the engine fails
     */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        double after = probability();
        // Written so that no number at all fails it too.
        if (!(Math.abs(after - before) <= TOLERANCE)) {
            throw new IllegalStateException("After the snapshot the model gives " + after + " for a picture that got "
                    + before + " before; start a fresh process on this machine.");
        }
        LOG.debugf("Restored from a snapshot; the model gives %s as before", after);
    }

    private double probability() {
        Verdict verdict = served.classify(ProbePhotograph.bytes());
        if (verdict instanceof Verdict.Classified classified) {
            return classified.probability();
        }
        throw new IllegalStateException("The model refuses its own warm-up picture.");
    }
}
