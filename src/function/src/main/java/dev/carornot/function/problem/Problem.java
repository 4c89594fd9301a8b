package dev.carornot.function.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A problem document (RFC 9457).
 *
 * @param type identifies the reason; a name, not an address
 * @param title the reason in a few words, the same for every occurrence
 * @param status the HTTP status, repeated for those who only see the body
 * @param detail one sentence on this occurrence
 * @param reason the reason for programs
 * @param instance this occurrence, as the application's log names it; null where nothing was logged
 */
@RegisterForReflection
@JsonPropertyOrder({"type", "title", "status", "detail", "reason", "instance"})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A problem document (RFC 9457): why there is no verdict.")
public record Problem(
        @Schema(examples = "tag:carornot.dev,2026:damaged") URI type,

        @Schema(examples = "Damaged photograph") String title,

        @Schema(examples = "400") int status,

        @Schema(examples = "The JPEG ends in the middle of the picture.")
        String detail,

        @Schema(implementation = String.class, examples = "damaged", description = "The reason, for programs.")
        Reason reason,

        @Schema(description = "Names this occurrence in the application's log; only with status 500.")
        URI instance) {
    /** RFC 9457's media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A tag URI (RFC 4151): unique without promising that something can be fetched there. */
    private static final String TYPE_PREFIX = "tag:carornot.dev,2026:";

    /** A problem that the asker can understand, so nothing is logged. */
    public static Problem of(Reason reason, String detail) {
        return of(reason, detail, null);
    }

    /** A request of more bytes than that. */
    public static Problem requestTooLarge(long limit) {
        return of(
                Reason.REQUEST_TOO_LARGE,
                "The request is larger than " + limit + " bytes; send a smaller photograph, or several one by one.");
    }

    static Problem internal(URI instance) {
        return of(
                Reason.INTERNAL,
                "Something failed here, not in the request; the application's log says more under " + instance + ".",
                instance);
    }

    private static Problem of(Reason reason, String detail, URI instance) {
        return new Problem(
                URI.create(TYPE_PREFIX + reason.code()), reason.title(), reason.status(), detail, reason, instance);
    }
}
