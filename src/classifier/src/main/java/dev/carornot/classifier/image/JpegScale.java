package dev.carornot.classifier.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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
        ColumnSums sums = new ColumnSums(Picture.COLOURS * picture.width());
        for (int y = 0; y < height; y++) {
            int top = y * denominator;
            int bottom = Math.min(picture.height(), top + denominator);
            sums.clear();
            for (int row = top; row < bottom; row++) {
                sums.add(picture.rgb(), row);
            }
            divide(sums.get(), picture.width(), bottom - top, result, Picture.COLOURS * width * y);
        }
        return new Picture(width, height, result);
    }

    private void divide(int[] sums, int storedWidth, int rows, byte[] result, int start) {
        int target = start;
        int at = 0;
        for (int left = 0; left < storedWidth; left += denominator) {
            int columns = Math.min(denominator, storedWidth - left);
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int i = 0; i < columns; i++, at += Picture.COLOURS) {
                red += sums[at];
                green += sums[at + 1];
                blue += sums[at + 2];
            }
            int count = rows * columns;
            result[target] = (byte) ((red + count / 2) / count);
            result[target + 1] = (byte) ((green + count / 2) / count);
            result[target + 2] = (byte) ((blue + count / 2) / count);
            target += Picture.COLOURS;
        }
    }

    /** Sums of up to 8 rows' bytes, four in each long; one by one, which the compiler does not vectorise, is slower. */
    private static final class ColumnSums {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final long EVERY_OTHER_BYTE = 0x00FF_00FF_00FF_00FFL;
        private static final int SUM_BITS = 16;
        private static final int MOST_SUM = 0xFFFF;

        private final int rowLength;
        private final long[] even;
        private final long[] odd;
        private final int[] unpacked;

        ColumnSums(int rowLength) {
            this.rowLength = rowLength;
            this.even = new long[(rowLength + Long.BYTES - 1) / Long.BYTES];
            this.odd = new long[even.length];
            this.unpacked = new int[Long.BYTES * even.length];
        }

        void clear() {
            Arrays.fill(even, 0);
            Arrays.fill(odd, 0);
        }

        void add(byte[] bytes, int row) {
            int at = row * rowLength;
            int whole = rowLength / Long.BYTES;
            for (int i = 0; i < whole; i++, at += Long.BYTES) {
                addEight(i, (long) LONGS.get(bytes, at));
            }
            long rest = 0;
            for (int i = whole * Long.BYTES; i < rowLength; i++, at++) {
                rest |= (bytes[at] & 0xFFL) << (Byte.SIZE * (i % Long.BYTES));
            }
            if (whole < even.length) {
                addEight(whole, rest);
            }
        }

        private void addEight(int i, long eight) {
            even[i] += eight & EVERY_OTHER_BYTE;
            odd[i] += (eight >>> Byte.SIZE) & EVERY_OTHER_BYTE;
        }

        /** One sum for each byte of a row, perhaps followed by a few zeros; overwritten by the next call. */
        int[] get() {
            for (int i = 0, at = 0; i < even.length; i++, at += Long.BYTES) {
                long sums = even[i];
                long between = odd[i];
                for (int j = 0; j < Long.BYTES; j += 2) {
                    unpacked[at + j] = (int) sums & MOST_SUM;
                    unpacked[at + j + 1] = (int) between & MOST_SUM;
                    sums >>>= SUM_BITS;
                    between >>>= SUM_BITS;
                }
            }
            return unpacked;
        }
    }
}
