package dev.carornot.benchmark.report;

import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Results;
import java.util.List;
import java.util.Locale;

/**
 * Medians as horizontal bars, a group with a scale of its own for each race, with a line from the tenth to the ninetieth
 * percentile. An SVG that follows the reader's light or dark setting and brings its own ground. Stateless and thread-safe.
 */
final class Chart {
    private static final List<Group> GROUPS = List.of(
            new Group("network", "Network alone: one picture, ms"),
            new Group("verdict-12mp", "Bytes to verdict: 12-megapixel JPEG, ms"),
            new Group("verdict-small", "Bytes to verdict: 384 x 256 JPEG, ms"),
            new Group("features", "Features while training: one picture, ms"));

    private static final int WIDTH = 760;
    private static final int MARGIN = 24;
    private static final int LABELS = 190;
    /** Room for the longest value behind the longest bar. */
    private static final int VALUES = 90;

    private static final int BAR = 18;
    private static final int ROW = 26;
    private static final int HEADING = 40;
    private static final double BASELINE = 13.5;

    private static final String STYLE = """
            .ground{fill:#fff}text{font:13px system-ui,sans-serif;fill:#1f2328}.heading{font-weight:600}
            .ours{fill:#0969da}.peer{fill:#8c959f}.spread{stroke:#1f2328;stroke-width:1.5}
            @media(prefers-color-scheme:dark){.ground{fill:#0d1117}text{fill:#e6edf3}
            .ours{fill:#58a6ff}.peer{fill:#6e7681}.spread{stroke:#e6edf3}}""";

    private record Group(String race, String heading) {}

    private Chart() {}

    /** The text of the file. */
    static String svg(Results results, String title) {
        StringBuilder body = new StringBuilder();
        int y = MARGIN;
        body.append(text("heading", MARGIN, y + BASELINE, title));
        y += ROW;
        for (Group group : GROUPS) {
            List<Result> race = results.race(group.race());
            if (!race.isEmpty()) {
                body.append(text("heading", MARGIN, y + HEADING - MARGIN / 2.0, group.heading()));
                y = rows(body, race, y + HEADING);
            }
        }
        int height = y + MARGIN;
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                + " role=\"img\"><title>%s</title>\n<style>%s</style>\n",
                        WIDTH,
                        height,
                        WIDTH,
                        height,
                        escaped(title),
                        STYLE)
                + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n" + body + "</svg>\n";
    }

    private static int rows(StringBuilder body, List<Result> race, int top) {
        double longest =
                race.stream().mapToDouble(r -> value(r, Result.P90)).max().orElseThrow();
        double scale = (WIDTH - 2 * MARGIN - LABELS - VALUES) / longest;
        int left = MARGIN + LABELS;
        int y = top;
        for (Result result : race) {
            double median = value(result, Result.MEDIAN);
            double low = left + value(result, Result.P10) * scale;
            double high = left + value(result, Result.P90) * scale;
            double middle = y + BAR / 2.0;
            body.append(text("label", MARGIN, y + BASELINE, result.name()));
            body.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
                    isPeer(result) ? "peer" : "ours",
                    left,
                    y,
                    median * scale,
                    BAR));
            body.append(String.format(
                    Locale.ROOT,
                    "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
                    low,
                    high,
                    middle,
                    middle));
            body.append(text("value", high + MARGIN / 3.0, y + BASELINE, Figures.of(median)));
            y += ROW;
        }
        return y;
    }

    private static boolean isPeer(Result result) {
        return result.name().contains("plain-djl") || result.name().contains("onnxruntime");
    }

    private static double value(Result result, String figure) {
        return result.figure(figure).orElseThrow();
    }

    private static String text(String style, double x, double y, String text) {
        return String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", style, x, y, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
