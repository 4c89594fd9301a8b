package dev.carornot.training.fingerprint;

import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;

/**
 * The difference hash (dHash, N. Krawetz, 2013) of a whole upright picture with 256 bits: the picture's grey values at 17 x
 * 16 pixels, and a bit for each two neighbours in a row that is set where the right one is brighter. It hardly changes with
 * size, encoding, brightness and contrast, but it does with cropping, turning and mirroring.
 *
 * @param first the bits of rows 0 to 3, and so on
 */
public record PerceptualHash(long first, long second, long third, long fourth) {
    /** Bits in a hash, and so the greatest distance. */
    public static final int BITS = 256;

    private static final int ROWS = 16;
    private static final int COLUMNS = 17;
    private static final int ROWS_IN_A_WORD = 4;
    private static final Resampler RESAMPLER = new Resampler();

    // Luma of ITU-R BT.601, in thousandths.
    private static final int RED = 299;
    private static final int GREEN = 587;
    private static final int BLUE = 114;

    public static PerceptualHash of(Picture picture) {
        byte[] rgb = RESAMPLER.resample(picture, 0, 0, picture.width(), picture.height(), COLUMNS, ROWS);
        long[] words = new long[ROWS / ROWS_IN_A_WORD];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column + 1 < COLUMNS; column++) {
                int at = 3 * (row * COLUMNS + column);
                long bit = luma(rgb, at + 3) > luma(rgb, at) ? 1 : 0;
                words[row / ROWS_IN_A_WORD] = words[row / ROWS_IN_A_WORD] << 1 | bit;
            }
        }
        return new PerceptualHash(words[0], words[1], words[2], words[3]);
    }

    private static int luma(byte[] rgb, int at) {
        return RED * (rgb[at] & 0xFF) + GREEN * (rgb[at + 1] & 0xFF) + BLUE * (rgb[at + 2] & 0xFF);
    }

    /** In how many of the 256 bits they differ. */
    public int distance(PerceptualHash other) {
        return Long.bitCount(first ^ other.first)
                + Long.bitCount(second ^ other.second)
                + Long.bitCount(third ^ other.third)
                + Long.bitCount(fourth ^ other.fourth);
    }
}
