package dev.carornot.function.problem;

import dev.carornot.function.request.RequestId;
import org.jboss.logging.Logger;

/** Failures of ours: the asker gets the request's name and nothing else, the log has the rest under that name. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    /** Logs {@code failure} and gives the problem document that names it. */
    public static Problem log(Throwable failure) {
        RequestId request = RequestId.current().orElseGet(RequestId::of);
        LOG.errorf(failure, "A request failed: %s", request.urn());
        return Problem.internal(request);
    }
}
