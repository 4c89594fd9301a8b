package dev.carornot.benchmark.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of Markdown written by people, with regions written by runs: what stands between {@code <!-- measured: NAME -->}
 * and {@code <!-- end of NAME -->}. Stateless and thread-safe.
 */
final class Page {
    private Page() {}

    /**
     * The page with new regions; the rest is left as it is.
     *
     * @throws IllegalArgumentException when the page lacks a region; names it
     */
    static String fill(String page, Map<String, String> regions) {
        String filled = page;
        for (Map.Entry<String, String> region : regions.entrySet()) {
            String name = Pattern.quote(region.getKey());
            Matcher place = Pattern.compile(
                            "(<!-- measured: " + name + " -->\n).*?(<!-- end of " + name + " -->)", Pattern.DOTALL)
                    .matcher(filled);
            if (!place.find()) {
                throw new IllegalArgumentException(
                        "The page has no region '" + region.getKey() + "'; put <!-- measured: " + region.getKey()
                                + " --> and <!-- end of " + region.getKey() + " --> where it belongs.");
            }
            String content = "\n" + region.getValue().strip() + "\n\n";
            filled = filled.substring(0, place.end(1)) + content + filled.substring(place.start(2));
        }
        return filled;
    }
}
