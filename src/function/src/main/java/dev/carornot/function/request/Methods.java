package dev.carornot.function.request;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which methods a path knows, as the header {@code Allow} lists them. A test holds this against the OpenAPI document.
 * Immutable and thread-safe.
 */
public final class Methods {
    /** Of a file that is served as it lies there. */
    public static final String OF_A_FILE = "GET, HEAD, OPTIONS";

    /** In the place of paths that are none of the application's own. */
    public static final String OTHER = "other";

    private static final List<Route> ROUTES =
            List.of(Route.of("/classify", "OPTIONS, POST"), Route.of("/explain", "OPTIONS, POST"));

    private record Route(String template, Pattern path, String methods) {
        /** @param template a path, where a name in braces stands for one segment */
        static Route of(String template, String methods) {
            return new Route(template, Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+")), methods);
        }
    }

    private Methods() {}

    /** Those of a path; empty when it is none of the application's own. */
    public static Optional<String> of(String path) {
        return route(path).map(Route::methods);
    }

    /** A path as the OpenAPI document writes it, so that there are few of them; {@link #OTHER} when it is not in there. */
    public static String template(String path) {
        return route(path).map(Route::template).orElse(OTHER);
    }

    private static Optional<Route> route(String path) {
        for (Route route : ROUTES) {
            if (route.path().matcher(path).matches()) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }
}
