package dev.carornot.classifier.image;

/**
 * Brings pictures to the network's size with antialiasing: a separable triangle filter whose support grows with the
 * down-scaling, the same as Pillow's {@code Image.resize(size, BILINEAR, box)} and torchvision's {@code
 * resize(antialias=True)}.
 *
 * <p>Memory grows with the output and one row of the source, time with the part of the source that the output shows. Stateless and
 * thread-safe.
 */
public final class Resampler {
    private static final int MAX = 255;
    /** How far a box may stick out of the picture, in pixels: rounding errors of whoever computed it. */
    private static final double TOLERANCE = 1e-6;

    /**
     * The network's view of a picture: the shorter side resized to {@code size.resize()}, the longer one in proportion
     * (rounded down, as torchvision does), then the centre square of {@code size.crop()}.
     *
     * @return bytes of shape (crop, crop, 3): rows, columns, red-green-blue, each 0..255 unsigned
     */
    public byte[] fit(Picture picture, InputSize size) {
        return resample(
                picture, Box.seen(picture.width(), picture.height(), size), size.crop(), size.crop(), Taps.UNTOUCHED);
    }

    /**
     * A box of a picture at another size. The filter looks beyond the box's edges, but not beyond the picture's.
     *
     * @param x the box's left edge in source pixels; 0 is the left edge of the first column
     * @param y the box's upper edge in source pixels
     * @param width the box's width in source pixels, fractions allowed
     * @param height the box's height in source pixels, fractions allowed
     * @param outWidth columns of the output
     * @param outHeight rows of the output
     * @return bytes of shape (outHeight, outWidth, 3), each 0..255 unsigned
     * @throws IllegalArgumentException when the box is empty or does not lie in the picture, or the output is empty
     */
    public byte[] resample(
            Picture picture, double x, double y, double width, double height, int outWidth, int outHeight) {
        return resample(picture, new Box(x, y, width, height), outWidth, outHeight, Taps.UNTOUCHED);
    }

    /**
     * As {@link #resample(Picture, double, double, double, double, int, int)}.
     *
     * @param blur what {@link Taps} takes off its filter, since the picture had it already
     */
    byte[] resample(Picture picture, Box box, int outWidth, int outHeight, double blur) {
        if (outWidth < 1 || outHeight < 1) {
            throw new IllegalArgumentException(
                    "Nothing can be resampled to " + outWidth + " x " + outHeight + " pixels.");
        }
        if (!liesIn(box.x(), box.width(), picture.width()) || !liesIn(box.y(), box.height(), picture.height())) {
            throw new IllegalArgumentException("The box of " + box.width() + " x " + box.height() + " at (" + box.x()
                    + ", " + box.y() + ") is empty or does not lie in the picture of " + picture.width() + " x "
                    + picture.height()
                    + ".");
        }
        Taps columns = new Taps(box.x(), box.width(), outWidth, picture.width(), blur);
        Taps rows = new Taps(box.y(), box.height(), outHeight, picture.height(), blur);
        return resample(picture, columns, rows);
    }

    private static boolean liesIn(double start, double length, int side) {
        return start >= -TOLERANCE && length > 0 && start + length <= side + TOLERANCE;
    }

    /**
     * Goes down the source once: each row is narrowed, then added with its weights to the few output rows that it belongs
     * to. So nothing of the picture's height is ever held.
     */
    private static byte[] resample(Picture picture, Taps columns, Taps rows) {
        float[] columnWeights = columns.weights();
        int outWidth = columns.count();
        int outHeight = rows.count();
        float[] row = new float[Picture.COLOURS * outWidth];
        float[][] sums = new float[outHeight][];
        byte[] result = new byte[Picture.COLOURS * outWidth * outHeight];
        int firstOpen = 0;
        for (int y = rows.first(0); y < rows.end(outHeight - 1); y++) {
            while (rows.end(firstOpen) <= y) {
                finish(sums, firstOpen, result);
                firstOpen++;
            }
            if (rows.first(firstOpen) > y) {
                continue;
            }
            narrow(picture, y, columns, columnWeights, row);
            for (int out = firstOpen; out < outHeight && rows.first(out) <= y; out++) {
                if (sums[out] == null) {
                    sums[out] = new float[Picture.COLOURS * outWidth];
                }
                add(row, (float) rows.weight(out, y), sums[out]);
            }
        }
        for (int out = firstOpen; out < outHeight; out++) {
            finish(sums, out, result);
        }
        return result;
    }

    private static void narrow(Picture picture, int y, Taps columns, float[] weights, float[] row) {
        byte[] rgb = picture.rgb();
        int most = weights.length / columns.count();
        int rowStart = Picture.COLOURS * picture.width() * y;
        for (int out = 0; out < columns.count(); out++) {
            int at = rowStart + Picture.COLOURS * columns.first(out);
            int tap = out * most;
            int lastTap = tap + columns.end(out) - columns.first(out);
            float red = 0;
            float green = 0;
            float blue = 0;
            for (; tap < lastTap; tap++, at += Picture.COLOURS) {
                float weight = weights[tap];
                red += weight * (rgb[at] & 0xFF);
                green += weight * (rgb[at + 1] & 0xFF);
                blue += weight * (rgb[at + 2] & 0xFF);
            }
            row[Picture.COLOURS * out] = red;
            row[Picture.COLOURS * out + 1] = green;
            row[Picture.COLOURS * out + 2] = blue;
        }
    }

    private static void add(float[] row, float weight, float[] sum) {
        for (int i = 0; i < row.length; i++) {
            sum[i] += weight * row[i];
        }
    }

    private static void finish(float[][] sums, int out, byte[] result) {
        float[] sum = sums[out];
        sums[out] = null;
        int at = out * sum.length;
        for (float value : sum) {
            result[at++] = (byte) Math.max(0, Math.min(MAX, (int) (value + 0.5f)));
        }
    }
}
