package dev.carornot.function.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Map;

/** Why a request got no verdict, for programs; each reason has one HTTP status and one title. */
@RegisterForReflection
public enum Reason {
    EMPTY_BODY(400, "Empty body"),
    MALFORMED_REQUEST(400, "Malformed request"),
    NO_IMAGE_FIELD(400, "No field image"),
    NOT_AN_IMAGE(400, "Not an image"),
    DAMAGED(400, "Damaged photograph"),
    UNAUTHORIZED(401, "API key needed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    TOO_SLOW(408, "Request too slow"),
    TOO_LARGE(413, "Photograph too large"),
    TOO_MANY_PIXELS(413, "Too many pixels"),
    REQUEST_TOO_LARGE(413, "Request too large"),
    UNSUPPORTED(415, "Unsupported image format"),
    UNSUPPORTED_CONTENT_TYPE(415, "Unsupported content type"),
    INTERNAL(500, "Internal error"),
    BUSY(503, "Too many requests"),
    UNAVAILABLE(503, "Model unavailable");

    /** In seconds; the queue is served within one. */
    private static final String RETRY_BUSY = "1";

    /** In seconds; about as long as a start takes. */
    private static final String RETRY_UNAVAILABLE = "2";

    private static final String RETRY_AFTER = "Retry-After";

    private final int status;
    private final String title;

    Reason(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** A few words, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** What an answer with this reason says beside its document, by header. */
    public Map<String, String> headers() {
        return switch (this) {
            case BUSY -> Map.of(RETRY_AFTER, RETRY_BUSY);
            case UNAVAILABLE -> Map.of(RETRY_AFTER, RETRY_UNAVAILABLE);
            default -> Map.of();
        };
    }

    /** As it stands in a problem document, e.g. {@code too_large}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
