package dev.carornot.classifier.explanation;

import dev.carornot.classifier.image.Picture;

/** The scale in an overlay's corner: a minus, a bar from the strongest blue to the strongest orange, a plus. */
final class HeatScale {
    private static final int COLOURS = 3;
    private static final int BYTE_MAX = 255;

    /** Narrower or lower pictures have no room for it, in pixels. */
    static final int SMALLEST_SIDE = 96;

    /** Of the corner's frame, in pixels: small enough for the smallest side. */
    static final int WIDTH = 88;

    static final int HEIGHT = 18;

    /** From the picture's edge to the frame and from the frame to what is in it, in pixels. */
    static final int MARGIN = 4;

    private static final int SIGN = 9;
    private static final int STROKE = 2;
    private static final int BAR_HEIGHT = 10;
    private static final int PAPER = 0xFFFFFF;
    private static final int INK = 0x202020;

    /** What the bar's middle shows: a grey picture without heat. */
    private static final int MIDDLE = 0xC0C0C0;

    private HeatScale() {}

    static boolean fits(Picture picture) {
        return Math.min(picture.width(), picture.height()) >= SMALLEST_SIDE;
    }

    /** Writes to the picture's pixels, so only to one that nobody else has yet. */
    static void paint(Picture picture) {
        if (!fits(picture)) {
            return;
        }
        int left = MARGIN;
        int top = picture.height() - MARGIN - HEIGHT;
        fill(picture, left, top, WIDTH, HEIGHT, PAPER);
        int signTop = top + (HEIGHT - SIGN) / 2;
        int stroke = signTop + (SIGN - STROKE) / 2;
        int minus = left + MARGIN;
        int plus = left + WIDTH - MARGIN - SIGN;
        fill(picture, minus, stroke, SIGN, STROKE, INK);
        fill(picture, plus, stroke, SIGN, STROKE, INK);
        fill(picture, plus + (SIGN - STROKE) / 2, signTop, STROKE, SIGN, INK);
        int barLeft = minus + SIGN + MARGIN;
        int barWidth = plus - MARGIN - barLeft;
        for (int x = 0; x < barWidth; x++) {
            double value = 2 * (x + 0.5) / barWidth - 1;
            fill(picture, barLeft + x, top + (HEIGHT - BAR_HEIGHT) / 2, 1, BAR_HEIGHT, mixed(value));
        }
    }

    private static int mixed(double value) {
        int heat = HeatColours.of(value);
        double cover = HeatColours.cover(value);
        int mixed = 0;
        for (int shift = 0; shift < COLOURS * Byte.SIZE; shift += Byte.SIZE) {
            long part = Math.round(cover * ((heat >> shift) & BYTE_MAX) + (1 - cover) * ((MIDDLE >> shift) & BYTE_MAX));
            mixed |= (int) part << shift;
        }
        return mixed;
    }

    private static void fill(Picture picture, int left, int top, int width, int height, int colour) {
        byte[] rgb = picture.rgb();
        for (int y = top; y < top + height; y++) {
            int at = COLOURS * (y * picture.width() + left);
            for (int x = 0; x < width; x++) {
                rgb[at++] = (byte) (colour >> (2 * Byte.SIZE));
                rgb[at++] = (byte) (colour >> Byte.SIZE);
                rgb[at++] = (byte) colour;
            }
        }
    }
}
