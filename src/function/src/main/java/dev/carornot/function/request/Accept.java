package dev.carornot.function.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A request's header {@code Accept} (RFC 9110, section 12.5.1). */
public final class Accept {
    private static final String REFUSED = "q=0(\\.0{0,3})?";

    private Accept() {}

    /**
     * Whether one of the media types is welcome.
     *
     * @param accept the header's value; null where there is none, and then everything is
     * @param types without parameters, in lower case
     */
    public static boolean allows(String accept, List<String> types) {
        return accept == null
                || Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                        .map(range -> range.strip().split("\\s*;\\s*"))
                        .filter(range -> Arrays.stream(range).noneMatch(parameter -> parameter.matches(REFUSED)))
                        .anyMatch(range -> types.stream().anyMatch(type -> isIn(type, range[0])));
    }

    private static boolean isIn(String type, String range) {
        return range.equals("*/*")
                || range.equals(type)
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }
}
