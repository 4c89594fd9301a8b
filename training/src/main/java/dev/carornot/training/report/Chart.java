package dev.carornot.training.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as an SVG element for a page of HTML, which styles it: {@code a} and {@code b} are its two
 * colours, {@code rule} is what helps the eye. What lies beyond the axes is cut off. To be used by one thread.
 */
final class Chart {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 330;
    private static final int LEFT = 58;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 48;
    private static final int TICKS = 5;
    private static final double DOT = 3.5;

    /** Of a letter of the legend, in pixels, on average. */
    private static final double LETTER = 6.4;

    private static final int SAMPLE = 18;

    /** What pixels can show. */
    private static final double RESOLUTION = 0.05;

    private final String id;
    private final String title;
    private final String description;
    private final Axis x;
    private final Axis y;
    private final StringBuilder shapes = new StringBuilder(4096);

    /** Drawn last and in full: half of a dot on an edge would look like an accident. */
    private final StringBuilder dots = new StringBuilder();

    private final List<String[]> legend = new ArrayList<>();

    /**
     * An axis.
     *
     * @param low its beginning
     * @param high its end, above {@code low}
     * @param marks what is marked on it
     */
    record Axis(String label, double low, double high, Marks marks) {
        enum Marks {
            /** Round numbers. */
            ROUND,
            /** Whole ones only. */
            WHOLE,
            /** Powers of ten: the axis is logarithmic, and {@code low} is above 0. */
            POWERS
        }

        Axis(String label, double low, double high) {
            this(label, low, high, Marks.ROUND);
        }

        /** From a thousand on, and from a thousandth down, zeros are hard to count. */
        private static final int PLAIN_POWER = 3;

        /** Where a value lies: 0 at the beginning, 1 at the end. */
        double share(double value) {
            return marks == Marks.POWERS ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        }

        /** From 0 to the first round number from {@code highest} on. */
        static Axis upTo(String label, double highest) {
            double step = step(Math.max(highest, 1e-6));
            return new Axis(label, 0, Math.ceil(Math.max(highest, 1e-6) / step - 1e-9) * step);
        }

        private double step() {
            double step = step(high - low);
            return marks == Marks.WHOLE ? Math.max(1, step) : step;
        }

        /** A step of 1, 2 or 5 times a power of ten that makes about five of the range. */
        private static double step(double range) {
            double rough = range / TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double mantissa = rough / power;
            return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (marks == Marks.POWERS) {
                for (int power = (int) Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power++) {
                    ticks.add(Math.pow(10, power));
                }
                return ticks;
            }
            double step = step();
            for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
                ticks.add(k * step);
            }
            return ticks;
        }

        String name(double tick) {
            if (marks == Marks.POWERS) {
                int power = (int) Math.round(Math.log10(tick));
                return Math.abs(power) < PLAIN_POWER
                        ? BigDecimal.ONE.scaleByPowerOfTen(power).toPlainString()
                        : "1e" + power;
            }
            int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step()) - 1e-9));
            return String.format(Locale.ROOT, "%." + decimals + "f", tick);
        }
    }

    /**
     * An empty chart.
     *
     * @param id unlike any other in the page; letters, digits and hyphens
     * @param description what the chart shows, for those who cannot see it
     */
    Chart(String id, String title, String description, Axis x, Axis y) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.x = x;
        this.y = y;
    }

    private double px(double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    /** A line through points; {@code name} is its place in the legend, empty for none. */
    Chart line(String style, String name, double[] xs, double[] ys) {
        shapes.append("<path class=\"line ").append(style).append("\" d=\"");
        path(xs, ys);
        shapes.append("\"/>");
        return named(style, name);
    }

    /** The area between two lines. */
    Chart band(String style, double[] xs, double[] lows, double[] highs) {
        int count = xs.length;
        double[] around = new double[2 * count];
        double[] heights = new double[2 * count];
        for (int i = 0; i < count; i++) {
            around[i] = xs[i];
            heights[i] = highs[i];
            around[2 * count - 1 - i] = xs[i];
            heights[2 * count - 1 - i] = lows[i];
        }
        shapes.append("<path class=\"band ").append(style).append("\" d=\"");
        path(around, heights);
        shapes.append("Z\"/>");
        return this;
    }

    /** Points, each with a bar from its low to its high. */
    Chart dots(String style, String name, double[] xs, double[] ys, double[] lows, double[] highs) {
        for (int i = 0; i < xs.length; i++) {
            element("<path class=\"line %s\" d=\"M%.1f %.1fV%.1f\"/>", style, px(xs[i]), py(lows[i]), py(highs[i]));
            append(
                    dots,
                    "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                    style,
                    px(xs[i]),
                    py(ys[i]),
                    DOT);
        }
        return named(style, name);
    }

    /** An upright line with a word beside it. */
    Chart mark(double at, String word) {
        boolean rightHalf = x.share(at) > 0.5;
        element("<path class=\"rule\" d=\"M%.1f %dV%d\"/>", px(at), TOP, HEIGHT - BOTTOM);
        element(
                "<text class=\"small\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                px(at) + (rightHalf ? -5 : 5), TOP + 12, rightHalf ? "end" : "start", escaped(word));
        return this;
    }

    /** A thin line from one point to another. */
    Chart rule(double fromX, double fromY, double toX, double toY) {
        element("<path class=\"rule\" d=\"M%.1f %.1fL%.1f %.1f\"/>", px(fromX), py(fromY), px(toX), py(toY));
        return this;
    }

    private Chart named(String style, String name) {
        if (!name.isEmpty()) {
            legend.add(new String[] {style, name});
        }
        return this;
    }

    /** Points that the eye cannot tell from a straight line between their neighbours are left out. */
    private void path(double[] xs, double[] ys) {
        char command = 'M';
        for (int i = 0; i < xs.length; i++) {
            boolean straight = i > 0
                    && i < xs.length - 1
                    && (level(px(xs[i - 1]), px(xs[i]), px(xs[i + 1]))
                            || level(py(ys[i - 1]), py(ys[i]), py(ys[i + 1])));
            if (!straight) {
                element("%c%.1f %.1f", command, px(xs[i]), py(ys[i]));
                command = 'L';
            }
        }
    }

    private static boolean level(double before, double here, double after) {
        return Math.abs(before - here) < RESOLUTION && Math.abs(here - after) < RESOLUTION;
    }

    private void element(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values));
    }

    /** The chart with its title and description below it. */
    Page.Drawing drawing() {
        return new Page.Drawing(svg(), title + ". " + description);
    }

    /** The element alone. */
    String svg() {
        StringBuilder svg = new StringBuilder(shapes.length() + 2048);
        append(
                svg,
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">",
                WIDTH,
                HEIGHT,
                id,
                id);
        append(svg, "<title id=\"%s-t\">%s</title>", id, escaped(title));
        append(svg, "<desc id=\"%s-d\">%s</desc>", id, escaped(description));
        int width = WIDTH - LEFT - RIGHT;
        int height = HEIGHT - TOP - BOTTOM;
        append(
                svg,
                "<clipPath id=\"%s-c\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></clipPath>",
                id,
                LEFT - 1,
                TOP - 1,
                width + 2,
                height + 2);
        for (double tick : x.ticks()) {
            append(svg, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", px(tick), TOP, HEIGHT - BOTTOM);
            append(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    px(tick),
                    HEIGHT - BOTTOM + 17,
                    x.name(tick));
        }
        for (double tick : y.ticks()) {
            append(svg, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, py(tick), WIDTH - RIGHT);
            append(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 7,
                    py(tick) + 4,
                    y.name(tick));
        }
        append(svg, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        append(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                LEFT + width / 2,
                HEIGHT - 10,
                escaped(x.label()));
        append(
                svg,
                "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                TOP + height / 2,
                escaped(y.label()));
        append(svg, "<g clip-path=\"url(#%s-c)\">%s</g>%s", id, shapes, dots);
        legend(svg);
        return svg.append("</svg>").toString();
    }

    private void legend(StringBuilder svg) {
        double at = LEFT;
        for (String[] entry : legend) {
            append(svg, "<path class=\"line %s\" d=\"M%.1f 16h%d\"/>", entry[0], at, SAMPLE);
            append(svg, "<text x=\"%.1f\" y=\"20\">%s</text>", at + SAMPLE + 6, escaped(entry[1]));
            at += SAMPLE + 22 + LETTER * entry[1].length();
        }
    }

    private static void append(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
