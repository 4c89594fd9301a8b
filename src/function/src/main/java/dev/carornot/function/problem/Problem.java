package dev.carornot.function.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.carornot.function.request.RequestId;
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
 * @param instance the request, as the application's log names it; null while no door has answered with it
 */
@RegisterForReflection
@JsonPropertyOrder({"type", "title", "status", "detail", "reason", "instance"})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        description = "A problem document (RFC 9457): why there is no verdict.",
        requiredProperties = {"type", "title", "status", "detail", "reason"})
public record Problem(
        @Schema(examples = "tag:carornot.dev,2026:damaged") URI type,

        @Schema(examples = "Damaged photograph") String title,

        @Schema(examples = "400") int status,

        @Schema(examples = "The JPEG ends in the middle of the picture.")
        String detail,

        @Schema(implementation = String.class, examples = "damaged", description = "The reason, for programs.")
        Reason reason,

        @Schema(
                description = "The request, as the header X-Request-Id and the application's log name it; not in the"
                        + " results of several photographs.",
                examples = "urn:request:7f3c2a9e-5b1d-4f0e-9c3a-2d8e6b7a1c40")
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

    static Problem internal(RequestId request) {
        return of(
                Reason.INTERNAL,
                "Something failed here, not in the request; the application's log says more under " + request.urn()
                        + ".",
                request.urn());
    }

    /** The same problem as the answer to a request. */
    public Problem of(RequestId request) {
        return new Problem(type, title, status, detail, reason, request.urn());
    }

    private static Problem of(Reason reason, String detail, URI instance) {
        return new Problem(
                URI.create(TYPE_PREFIX + reason.code()), reason.title(), reason.status(), detail, reason, instance);
    }
}
