package dev.carornot.function.upload;

import dev.carornot.function.problem.Reason;
import java.util.List;
import java.util.Locale;

/** What a request's body turned out to be. */
public sealed interface Upload {
    /** One photograph or more, in the order in which they were sent. */
    record Photographs(List<Photograph> photographs) implements Upload {
        public Photographs {
            photographs = List.copyOf(photographs);
        }
    }

    /**
     * No photograph, and why.
     *
     * @param detail one sentence for people
     */
    record Unusable(Reason reason, String detail) implements Upload {}

    /**
     * Reads a body. Thread-safe.
     *
     * @param contentType the request's content type, parameters included; null is taken for {@code
     *     application/octet-stream} (RFC 9110, section 8.3)
     * @param body all of it
     */
    static Upload read(String contentType, byte[] body) {
        String type = contentType == null
                ? "application/octet-stream"
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean form = type.equals("multipart/form-data");
        if (!form && !type.startsWith("image/") && !type.equals("application/octet-stream")) {
            return new Unusable(
                    Reason.UNSUPPORTED_CONTENT_TYPE,
                    "A photograph comes as image/*, as application/octet-stream or in the field 'image' of"
                            + " multipart/form-data, not as '" + type + "'.");
        }
        if (body.length == 0) {
            return new Unusable(Reason.EMPTY_BODY, "The request has no body; send a photograph.");
        }
        return form ? MultipartForm.read(contentType, body) : new Photographs(List.of(new Photograph(null, body)));
    }
}
