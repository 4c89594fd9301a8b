package dev.carornot.function.lambda;

import dev.carornot.function.storage.RemainingTime;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How long the invocation on this thread may take. Funqy does not hand Lambda's context on; {@link FunctionHandler} leaves here
 * what it says, on the thread on which the function runs. Thread-safe.
 */
@Singleton
public final class InvocationTime {
    /** Where nobody says: in tests, dev mode, and behind another handler. As long as most things wait for an answer. */
    private static final Duration UNKNOWN = Duration.ofSeconds(60);

    /** Kept back, to send the answer. */
    private static final Duration FOR_THE_ANSWER = Duration.ofMillis(500);

    private final ThreadLocal<RemainingTime> time = new ThreadLocal<>();

    /** The invocation on this thread begins, and is to end within that time. */
    void begin(Duration remaining) {
        time.set(RemainingTime.of(remaining.minus(FOR_THE_ANSWER)));
    }

    void end() {
        time.remove();
    }

    RemainingTime left() {
        RemainingTime set = time.get();
        return set == null ? RemainingTime.of(UNKNOWN) : set;
    }
}
