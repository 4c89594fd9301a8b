package dev.carornot.classifier.program;

import java.util.Arrays;

/** What an engine returns for a batch, picture by picture. */
final class Rows {
    private Rows() {}

    /** @param flat {@code count} rows of the same length, one after the other */
    static float[][] of(float[] flat, int count) {
        int width = flat.length / count;
        float[][] rows = new float[count][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width));
        return rows;
    }
}
