package dev.carornot.function.answer;

import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.request.RequestId;
import java.util.Map;

/**
 * What a door sends back, apart from its own wrapping.
 *
 * @param status the HTTP status
 * @param mediaType of the body; null when there is none
 * @param headers further headers
 * @param body {@link Answer}, {@link Results} or {@link Problem}, to be written as JSON, or the very bytes; null when there is
 *     none
 */
public record Reply(int status, String mediaType, Map<String, String> headers, Object body) {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final String ALLOW = "Allow";
    private static final String AUTHENTICATE = "WWW-Authenticate";
    private static final String CHALLENGE = "Bearer realm=\"car-or-not\"";
    private static final String JSON = "application/json";
    private static final String PNG = "image/png";

    static Reply of(Answer answer) {
        return new Reply(OK, JSON, Map.of(), answer);
    }

    static Reply of(Results results) {
        return new Reply(OK, JSON, Map.of(), results);
    }

    static Reply ofPng(byte[] picture) {
        return new Reply(OK, PNG, Map.of(), picture);
    }

    /** The answer to who wants another kind of answer. */
    public static Reply notAcceptable() {
        return of(Problem.of(
                Reason.NOT_ACCEPTABLE, "The answer is application/json; of POST /explain it can be image/png, too."));
    }

    /** A problem, named after the request that this thread works for. */
    public static Reply of(Problem problem) {
        return of(problem, problem.reason().headers());
    }

    /**
     * The answer to who has no key where one is needed.
     *
     * @param wrong whether there was a key, but none of those that are known
     */
    public static Reply unauthorized(boolean wrong) {
        // RFC 6750, section 3: what is wrong with a key is said to those alone who sent one.
        return of(
                Problem.of(
                        Reason.UNAUTHORIZED,
                        wrong
                                ? "This key is not known here; ask whoever runs the server for another."
                                : "An API key is needed here; send it as Authorization: Bearer KEY."),
                Map.of(AUTHENTICATE, wrong ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE));
    }

    /** The answer to a method that a path does not know. */
    public static Reply methodNotAllowed(String method, String allowed) {
        return of(
                Problem.of(Reason.METHOD_NOT_ALLOWED, method + " is not for this address, but " + allowed + "."),
                Map.of(ALLOW, allowed));
    }

    private static Reply of(Problem problem, Map<String, String> headers) {
        return new Reply(
                problem.status(),
                Problem.MEDIA_TYPE,
                headers,
                RequestId.current().map(problem::of).orElse(problem));
    }

    /** The answer to who asks which methods there are. */
    public static Reply options(String allowed) {
        return new Reply(NO_CONTENT, null, Map.of(ALLOW, allowed), null);
    }
}
