package dev.carornot.function.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A request's header {@code Accept} (RFC 9110, section 12.5.1). */
public final class Accept {
    private static final String WEIGHT = "q=[01](\\.[0-9]{0,3})?";
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

    /**
     * Whether somebody would rather have one media type than another; whoever has no preference would not.
     *
     * @param accept the header's value, or null
     * @param type without parameters, in lower case
     * @param other likewise
     */
    public static boolean prefers(String accept, String type, String other) {
        return accept != null && weight(accept, type) > weight(accept, other);
    }

    /** What the most specific range gives a media type; 0 where it is in none. */
    private static double weight(String accept, String type) {
        int longest = -1;
        double weight = 0;
        for (String text : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] range = text.strip().split("\\s*;\\s*", -1);
            // The shortest of those that a type is in says the least of it.
            int length = range[0].equals("*/*") ? 0 : range[0].length();
            if (isIn(type, range[0]) && length > longest) {
                longest = length;
                weight = Arrays.stream(range)
                        .filter(parameter -> parameter.matches(WEIGHT))
                        .mapToDouble(parameter -> Double.parseDouble(parameter.substring(2)))
                        .findFirst()
                        .orElse(1);
            }
        }
        return weight;
    }
}
