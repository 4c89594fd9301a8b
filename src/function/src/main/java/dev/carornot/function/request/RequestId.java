package dev.carornot.function.request;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * What one request is called: in the header of its answer, in a problem document, and in each line of the log that is written
 * on its behalf. Immutable and thread-safe.
 *
 * @param text 1 to 64 letters, digits, dots, underscores and hyphens of ASCII
 */
public record RequestId(String text) {
    /** In which a sender may name a request, and in which every answer names it. */
    public static final String HEADER = "X-Request-Id";

    /** Of the log's context. */
    private static final String KEY = "requestId";

    // What a log and a URN can take without quoting, and no more than a UUID or a trace id needs.
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws IllegalArgumentException when the text is none of those */
    public RequestId {
        if (!isAccepted(text)) {
            throw new IllegalArgumentException("A request's id is 1 to 64 of A-Z a-z 0-9 . _ -, not '" + text + "'.");
        }
    }

    /** The first of {@code sent} that is an id; a new one when there is none. Each may be null. */
    public static RequestId of(String... sent) {
        for (String text : sent) {
            if (isAccepted(text)) {
                return new RequestId(text);
            }
        }
        return new RequestId(UUID.randomUUID().toString());
    }

    private static boolean isAccepted(String text) {
        return text != null && ACCEPTED.matcher(text).matches();
    }

    /** Of the request that this thread works for; empty when it works for none. */
    public static Optional<RequestId> current() {
        return MDC.get(KEY) instanceof String text ? Optional.of(new RequestId(text)) : Optional.empty();
    }

    /** From now on this thread, or all that Vert.x runs for this exchange, works for this request. */
    public void begin() {
        MDC.put(KEY, text);
    }

    /** This thread works for no request any more. */
    public static void end() {
        MDC.remove(KEY);
    }

    /** Work that, on whatever thread, is done for the request that this thread works for now. */
    public static <T> Supplier<T> carry(Supplier<T> work) {
        return current()
                .<Supplier<T>>map(id -> () -> {
                    id.begin();
                    try {
                        return work.get();
                    } finally {
                        end();
                    }
                })
                .orElse(work);
    }

    /** As problem documents name it. */
    public URI urn() {
        return URI.create("urn:request:" + text);
    }
}
