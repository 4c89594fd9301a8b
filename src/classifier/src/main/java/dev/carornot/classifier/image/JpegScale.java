package dev.carornot.classifier.image;

/**
 * How much smaller than stored a JPEG is decoded: from so many of its coefficients that each block of 8 x 8 pixels becomes
 * one of {@code 8 / denominator} squared.
 *
 * @param denominator 1, 2, 4 or 8
 */
record JpegScale(int denominator) {
    private static final int SMALLEST = 8;

    /**
     * What the shorter side is larger than asked for, at least. Pixels that stand for whole blocks of others lose detail
     * just below the size asked for; with this much to spare, probabilities stay within what docs/decisions/0008 measures.
     */
    private static final double MARGIN = 1.4;

    /** The smallest scale at which the shorter side is {@code size.resize()} pixels or more, with a margin. */
    static JpegScale covering(int width, int height, InputSize size) {
        int denominator = SMALLEST;
        while (denominator > 1 && Math.min(width, height) < MARGIN * size.resize() * denominator) {
            denominator /= 2;
        }
        return new JpegScale(denominator);
    }

    /** A side's length at this scale: the last pixel may stand for fewer than the others. */
    int of(int side) {
        return (side + denominator - 1) / denominator;
    }

    /** The average of each square of stored pixels: what decoders come near to that work at this scale. */
    Picture average(Picture picture) {
        if (denominator == 1) {
            return picture;
        }
        int width = of(picture.width());
        int height = of(picture.height());
        byte[] result = new byte[Picture.COLOURS * width * height];
        int[] sums = new int[Picture.COLOURS * width];
        for (int y = 0; y < height; y++) {
            int top = y * denominator;
            int bottom = Math.min(picture.height(), top + denominator);
            for (int row = top; row < bottom; row++) {
                addRow(picture, row, sums);
            }
            divide(sums, picture.width(), bottom - top, result, y * sums.length);
        }
        return new Picture(width, height, result);
    }

    private void addRow(Picture picture, int row, int[] sums) {
        byte[] rgb = picture.rgb();
        int at = Picture.COLOURS * picture.width() * row;
        int rowEnd = at + Picture.COLOURS * picture.width();
        for (int target = 0; at < rowEnd; target += Picture.COLOURS) {
            int squareEnd = Math.min(rowEnd, at + Picture.COLOURS * denominator);
            int red = 0;
            int green = 0;
            int blue = 0;
            for (; at < squareEnd; at += Picture.COLOURS) {
                red += rgb[at] & 0xFF;
                green += rgb[at + 1] & 0xFF;
                blue += rgb[at + 2] & 0xFF;
            }
            sums[target] += red;
            sums[target + 1] += green;
            sums[target + 2] += blue;
        }
    }

    /** Turns a row of sums into averages, and the sums to zero for the next row. */
    private void divide(int[] sums, int storedWidth, int rows, byte[] result, int target) {
        for (int i = 0; i < sums.length; i++) {
            int left = i / Picture.COLOURS * denominator;
            int count = rows * Math.min(denominator, storedWidth - left);
            result[target + i] = (byte) ((sums[i] + count / 2) / count);
            sums[i] = 0;
        }
    }
}
