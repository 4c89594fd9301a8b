package dev.carornot.function.answer;

import java.util.Locale;

/** What is to be said of a photograph. */
public enum Wanted {
    /** The verdict alone. */
    VERDICT,
    /** The verdict, and where in the photograph it comes from. */
    EXPLANATION,
    /** The photograph as a PNG, painted with where the verdict comes from. */
    OVERLAY;

    private static final String PNG = "image/png";
    private static final String JSON = "application/json";
    private static final int EXACT = 2;
    private static final int TYPE = 1;
    private static final int ANY = 0;

    /**
     * What {@code /explain} answers with: a picture to who would rather have one than JSON (RFC 9110, section 12.5.1).
     *
     * @param accept the request's header, or null
     */
    public static Wanted explanation(String accept) {
        return accept != null && quality(accept, PNG) > quality(accept, JSON) ? OVERLAY : EXPLANATION;
    }

    /** The weight that the most specific range gives a media type; 0 where none has it. */
    private static double quality(String accept, String mediaType) {
        int closest = -1;
        double quality = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            int closeness = closeness(parts[0].strip().toLowerCase(Locale.ROOT), mediaType);
            if (closeness > closest) {
                closest = closeness;
                quality = weight(parts);
            }
        }
        return quality;
    }

    private static int closeness(String range, String mediaType) {
        if (range.equals(mediaType)) {
            return EXACT;
        }
        if (range.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
            return TYPE;
        }
        return range.equals("*/*") ? ANY : -1;
    }

    private static double weight(String... parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
