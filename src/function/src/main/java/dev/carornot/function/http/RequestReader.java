package dev.carornot.function.http;

import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.problem.Problem;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads request bodies into memory, up to the configured size. Thread-safe. */
@Singleton
final class RequestReader {
    /** How far Vert.x may have read ahead of us, in bytes; generously: it hands over pieces of some 10 KB. */
    private static final int READ_AHEAD = 1_000_000;

    private final int limit;
    private final long wall;

    /** @throws ConfigurationException when a photograph of the allowed size would not get through */
    RequestReader(CarOrNotConfig config, VertxHttpConfig http) {
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
        // An array holds no more than an int counts.
        this.limit = (int) Math.min(limits.request(), Integer.MAX_VALUE - Long.BYTES);
        this.wall = quarkus - READ_AHEAD;
    }

    /** Largest body that is accepted, in bytes. */
    int limit() {
        return limit;
    }

    /** Largest body that is read to its end, if only to be thrown away, in bytes. */
    long wall() {
        return wall;
    }

    /**
     * Reads a body.
     *
     * @return empty when it is larger than {@link #limit()}; the rest is then read and thrown away up to {@link #wall()}, so
     *     that the sender gets to read the answer instead of a broken connection
     */
    Optional<byte[]> read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(limit);
        long rest = body.skip(wall - bytes.length);
        return rest == 0 ? Optional.of(bytes) : Optional.empty();
    }

    /**
     * Reads a body and throws it away, so that the sender gets to read the answer.
     *
     * @return whether it ended before {@link #wall()}
     */
    boolean discard(InputStream body) throws IOException {
        return body.skip(wall) < wall;
    }

    Problem tooLarge() {
        return Problem.requestTooLarge(limit);
    }
}
