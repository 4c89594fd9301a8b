package dev.carornot.function.request;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which methods a path knows, as the header {@code Allow} lists them. A test holds this against the OpenAPI document.
 * Immutable and thread-safe.
 */
public final class Methods {
    /** Of a file that is served as it lies there. */
    public static final String OF_A_FILE = "GET, HEAD, OPTIONS";

    private static final Map<Pattern, String> BY_PATH = Map.of(Pattern.compile("/classify|/explain"), "OPTIONS, POST");

    private Methods() {}

    /** Those of a path; empty when it is none of the application's own. */
    public static Optional<String> of(String path) {
        return BY_PATH.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
