package dev.carornot.function.answer;

import dev.carornot.function.problem.Problem;
import java.util.Map;

/**
 * What a door sends back, apart from its own wrapping.
 *
 * @param status the HTTP status
 * @param mediaType of the body
 * @param headers further headers
 * @param body {@link Answer}, {@link Results} or {@link Problem}, to be written as JSON, or the bytes themselves
 */
public record Reply(int status, String mediaType, Map<String, String> headers, Object body) {
    private static final int OK = 200;
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

    public static Reply of(Problem problem) {
        return new Reply(problem.status(), Problem.MEDIA_TYPE, problem.reason().headers(), problem);
    }
}
