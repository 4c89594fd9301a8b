package dev.carornot.function.request;

import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;

/** A line of the log for each request that was answered; nothing of what was sent is in it, its query neither. Thread-safe. */
public final class AccessLog {
    private static final Logger LOG = Logger.getLogger("dev.carornot.access");
    private static final String METHOD = "method";
    private static final String PATH = "path";
    private static final String STATUS = "status";
    private static final String MILLIS = "millis";
    private static final double NANOS_PER_MILLI = 1e6;

    private AccessLog() {}

    /**
     * Writes it, on the thread that works for the request.
     *
     * @param path without the query
     * @param quiet whether only who asks for details wants to know, as of what a health check asks again and again
     */
    public static void line(String method, String path, int status, Duration time, boolean quiet) {
        Level level = quiet ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabled(level)) {
            return;
        }
        String millis = String.format(Locale.ROOT, "%.1f", time.toNanos() / NANOS_PER_MILLI);
        // Where the log is JSON they are members of their own.
        MDC.put(METHOD, method);
        MDC.put(PATH, path);
        MDC.put(STATUS, Integer.toString(status));
        MDC.put(MILLIS, millis);
        try {
            LOG.logf(level, "%s %s %s %s ms", method, path, status, millis);
        } finally {
            MDC.remove(METHOD);
            MDC.remove(PATH);
            MDC.remove(STATUS);
            MDC.remove(MILLIS);
        }
    }
}
