package dev.carornot.function.problem;

import java.net.URI;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Failures of ours: the asker gets a name for what happened and nothing else, the log has the rest under that name. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    /** Logs {@code failure} and gives the problem document that names it. */
    public static Problem log(Throwable failure) {
        URI instance = URI.create("urn:uuid:" + UUID.randomUUID());
        LOG.errorf(failure, "A request failed: %s", instance);
        return Problem.internal(instance);
    }
}
