package dev.carornot.function.answer;

import dev.carornot.function.problem.Problem;
import dev.carornot.function.request.Accept;
import java.util.List;

/** What is to be said of a photograph. */
public enum Wanted {
    /** The verdict alone. */
    VERDICT,
    /** The verdict, and where in the photograph it comes from. */
    EXPLANATION,
    /** The photograph as a PNG, painted with where the verdict comes from. */
    OVERLAY;

    private static final String JSON = "application/json";
    private static final String PNG = "image/png";

    /** Media types of what {@code /classify} answers with. */
    public static final List<String> CLASSIFY_TYPES = List.of(JSON, Problem.MEDIA_TYPE);

    /** Media types of what {@code /explain} answers with. */
    public static final List<String> EXPLAIN_TYPES = List.of(JSON, PNG, Problem.MEDIA_TYPE);

    /**
     * What {@code /explain} answers with: a picture to who would rather have one than JSON.
     *
     * @param accept the request's header, or null
     */
    public static Wanted explanation(String accept) {
        return Accept.prefers(accept, PNG, JSON) ? OVERLAY : EXPLANATION;
    }
}
