package dev.carornot.classifier.network;

/**
 * A picture's last feature maps, those whose average the head reads.
 *
 * @param values {@code (channels, rows, columns)}, row-major; the caller's to keep
 */
// An array in a record: nobody compares two, and a copy would cost what the fast path saves.
@SuppressWarnings("ArrayRecordComponent")
public record FeatureMaps(int channels, int rows, int columns, float[] values) {
    public FeatureMaps {
        if (channels < 1 || rows < 1 || columns < 1 || values.length != (long) channels * rows * columns) {
            throw new IllegalArgumentException(
                    values.length + " values are no " + channels + " feature maps of " + rows + " x " + columns + ".");
        }
    }

    /** How many places each map has. */
    public int places() {
        return rows * columns;
    }

    /** The pooled features: each map's average. */
    public double[] means() {
        double[] means = new double[channels];
        int places = places();
        for (int channel = 0, at = 0; channel < channels; channel++) {
            double sum = 0;
            for (int place = 0; place < places; place++) {
                sum += values[at++];
            }
            means[channel] = sum / places;
        }
        return means;
    }
}
