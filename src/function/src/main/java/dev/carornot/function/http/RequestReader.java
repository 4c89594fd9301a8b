package dev.carornot.function.http;

import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads request bodies into memory, up to the configured size. Thread-safe. */
@Singleton
final class RequestReader {
    private final int limit;

    /** @throws ConfigurationException when a photograph of the allowed size would not fit into a request */
    RequestReader(CarOrNotConfig config) {
        CarOrNotConfig.Limits limits = config.limits();
        if (limits.request() < limits.bytes()) {
            throw new ConfigurationException("carornot.limits.request is " + limits.request()
                    + " bytes, less than carornot.limits.bytes allows one photograph (" + limits.bytes()
                    + "); raise the former or lower the latter.");
        }
        // An array holds no more than an int counts.
        this.limit = (int) Math.min(limits.request(), Integer.MAX_VALUE - Long.BYTES);
    }

    /** Largest body that is accepted, in bytes. */
    int limit() {
        return limit;
    }

    /**
     * Reads a body.
     *
     * @return empty when it is larger than {@link #limit()}; the rest is then read and thrown away, so that the sender gets
     *     to read the answer instead of a broken connection
     */
    Optional<byte[]> read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(limit);
        long rest = body.skip(Long.MAX_VALUE);
        return rest == 0 ? Optional.of(bytes) : Optional.empty();
    }

    Problem tooLarge() {
        return Problem.of(
                Reason.REQUEST_TOO_LARGE,
                "The request is larger than " + limit + " bytes; send a smaller photograph, or several one by one.");
    }
}
