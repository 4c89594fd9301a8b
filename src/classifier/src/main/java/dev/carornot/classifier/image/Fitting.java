package dev.carornot.classifier.image;

/** What became of the bytes of a photograph on their way to the network. */
public sealed interface Fitting {
    /**
     * The network's view of a photograph.
     *
     * @param pixels shape (crop, crop, 3): rows, columns, red-green-blue, each 0..255 unsigned; the caller's to keep
     * @param width of the whole upright photograph, in pixels
     * @param height of the whole upright photograph, in pixels
     * @param decodeNanos time from bytes to pixels of whatever size, in nanoseconds
     * @param resizeNanos time from these to the network's input, in nanoseconds
     */
    // An array in a record: nobody compares two views, and a copy would cost what the fast path saves.
    @SuppressWarnings("ArrayRecordComponent")
    record Fitted(byte[] pixels, int width, int height, long decodeNanos, long resizeNanos) implements Fitting {}

    /** No picture, and why. */
    record Refused(Refusal refusal) implements Fitting {}
}
