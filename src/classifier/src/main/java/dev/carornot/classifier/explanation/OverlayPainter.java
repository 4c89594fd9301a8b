package dev.carornot.classifier.explanation;

import dev.carornot.classifier.image.Box;
import dev.carornot.classifier.image.Picture;

/**
 * Paints a heat map over its photograph: the photograph in grey, orange over what speaks for the positive label, blue over what
 * speaks against it, the stronger the more opaque; what the network did not see is darker. Stateless and thread-safe.
 */
public final class OverlayPainter {
    private static final int COLOURS = 3;
    private static final int BYTE_MAX = 255;

    /** Rec. 601's weights of red, green and blue in what the eye takes for brightness, in 1/1000. */
    private static final int[] BRIGHTNESS = {299, 587, 114};

    private static final int THOUSAND = 1000;

    /** Of a pixel's brightness, where the network did not look. */
    private static final double UNSEEN = 0.45;

    private OverlayPainter() {}

    /**
     * A picture of the same size.
     *
     * @param photograph upright; perhaps smaller than stored
     * @param width of the upright photograph as stored, in whose pixels the map's area is given
     * @param height likewise
     */
    public static Picture paint(Picture photograph, int width, int height, HeatMap heat) {
        double scaleX = (double) photograph.width() / width;
        double scaleY = (double) photograph.height() / height;
        Box area = heat.area();
        Box shown = new Box(area.x() * scaleX, area.y() * scaleY, area.width() * scaleX, area.height() * scaleY);
        Surface surface = new Surface(heat.map());
        byte[] from = photograph.rgb();
        byte[] to = new byte[from.length];
        for (int y = 0, at = 0; y < photograph.height(); y++) {
            double v = (y + 0.5 - shown.y()) / shown.height();
            for (int x = 0; x < photograph.width(); x++, at += COLOURS) {
                double u = (x + 0.5 - shown.x()) / shown.width();
                int grey = grey(from, at);
                if (u < 0 || u > 1 || v < 0 || v > 1) {
                    put(to, at, 0, 1 - UNSEEN, grey);
                } else {
                    double value = surface.at(u, v);
                    put(to, at, HeatColours.of(value), HeatColours.cover(value), grey);
                }
            }
        }
        return new Picture(photograph.width(), photograph.height(), to);
    }

    /**
     * As {@link #paint}, with a scale in the lower left corner that goes from minus (blue) to plus (orange), unless the picture
     * is too small for it. Without letters, so that it works where there are no fonts.
     */
    public static Picture paintWithScale(Picture photograph, int width, int height, HeatMap heat) {
        Picture painted = paint(photograph, width, height, heat);
        HeatScale.paint(painted);
        return painted;
    }

    private static int grey(byte[] rgb, int at) {
        int sum = 0;
        for (int colour = 0; colour < COLOURS; colour++) {
            sum += BRIGHTNESS[colour] * (rgb[at + colour] & BYTE_MAX);
        }
        return sum / THOUSAND;
    }

    /** A colour over a grey. */
    private static void put(byte[] to, int at, int colour, double cover, int grey) {
        for (int i = 0; i < COLOURS; i++) {
            int part = (colour >> (Byte.SIZE * (COLOURS - 1 - i))) & BYTE_MAX;
            to[at + i] = (byte) Math.round(cover * part + (1 - cover) * grey);
        }
    }

    /** The normalised map between its places' centres, linearly; beyond the outermost centres it stays as it is there. */
    private static final class Surface {
        private final double[] values;
        private final int rows;
        private final int columns;

        Surface(ActivationMap map) {
            values = map.normalized();
            rows = map.rows();
            columns = map.columns();
        }

        /** @param u 0..1 from left to right; {@code v} likewise from top to bottom */
        double at(double u, double v) {
            double column = Math.max(0, Math.min(columns - 1.0, u * columns - 0.5));
            double row = Math.max(0, Math.min(rows - 1.0, v * rows - 0.5));
            int left = (int) column;
            int top = (int) row;
            int right = Math.min(columns - 1, left + 1);
            int bottom = Math.min(rows - 1, top + 1);
            double upper = between(values[top * columns + left], values[top * columns + right], column - left);
            double lower = between(values[bottom * columns + left], values[bottom * columns + right], column - left);
            return between(upper, lower, row - top);
        }

        private static double between(double from, double to, double share) {
            return from + (to - from) * share;
        }
    }
}
