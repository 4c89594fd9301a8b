package dev.carornot.function.http;

import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What a request's body may be. Immutable and thread-safe. */
@Singleton
final class RequestLimits {
    /** How far Vert.x may have read ahead of us, in bytes; generously: it hands over pieces of some 10 KB. */
    private static final int READ_AHEAD = 1_000_000;

    /** Of the heap, for bodies that are on their way or wait: the rest is for pictures, which are larger. */
    private static final int PART_OF_THE_HEAP = 4;

    private final int limit;
    private final long wall;
    private final long held;
    private final Duration arrival;

    /** @throws ConfigurationException when a photograph of the allowed size would not get through */
    RequestLimits(CarOrNotConfig config, VertxHttpConfig http) {
        CarOrNotConfig.Limits limits = config.limits();
        long quarkus = http.limits().maxBodySize().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
        if (limits.request() < limits.bytes()) {
            throw new ConfigurationException("carornot.limits.request is " + limits.request()
                    + " bytes, less than carornot.limits.bytes allows one photograph (" + limits.bytes()
                    + "); raise the former or lower the latter.");
        }
        if (limits.request() > quarkus - READ_AHEAD) {
            throw new ConfigurationException("carornot.limits.request is " + limits.request()
                    + " bytes, too near to or above quarkus.http.limits.max-body-size (" + quarkus
                    + "); raise the latter or lower the former.");
        }
        if (limits.arrival().isNegative() || limits.arrival().isZero()) {
            throw new ConfigurationException("carornot.limits.arrival is " + limits.arrival()
                    + ", in which no photograph arrives; set it to some seconds, or leave it out.");
        }
        // An array holds no more than an int counts.
        this.limit = (int) Math.min(limits.request(), Integer.MAX_VALUE - Long.BYTES);
        this.wall = quarkus - READ_AHEAD;
        this.held = limits.held()
                .orElseGet(() -> Math.max(limit, Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP));
        this.arrival = limits.arrival();
        if (held < limit) {
            throw new ConfigurationException("carornot.limits.held is " + held
                    + " bytes, less than carornot.limits.request allows one request (" + limit
                    + "); raise the former or lower the latter.");
        }
    }

    /** Largest body that is accepted, in bytes. */
    int limit() {
        return limit;
    }

    /** Largest body that is read to its end, if only to be thrown away, in bytes. */
    long wall() {
        return wall;
    }

    /** Largest sum of all bodies that are held at one time, in bytes. */
    long held() {
        return held;
    }

    /** How long a body may take to arrive, from the request's head to its last byte. */
    Duration arrival() {
        return arrival;
    }

    Problem tooLarge() {
        return Problem.requestTooLarge(limit);
    }

    Problem tooSlow() {
        return Problem.of(
                Reason.TOO_SLOW,
                "The body did not arrive within " + arrival.toSeconds()
                        + " s; send a smaller photograph, or over a faster line.");
    }
}
