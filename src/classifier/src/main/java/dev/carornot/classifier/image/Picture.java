package dev.carornot.classifier.image;

/**
 * An upright RGB picture: {@code height} rows of {@code width} pixels of three bytes each, red, green and blue in 0..255
 * (read as unsigned), without padding. Immutable by convention: nobody writes to {@link #rgb()} once it is built.
 * Thread-safe under that convention.
 */
public final class Picture {
    /** Bytes a pixel. */
    static final int COLOURS = 3;

    private final int width;
    private final int height;
    private final byte[] rgb;

    /**
     * Takes over {@code rgb} without a copy.
     *
     * @throws IllegalArgumentException when a side is not positive or {@code rgb} has not exactly {@code 3 * width * height}
     *     bytes
     */
    public Picture(int width, int height, byte[] rgb) {
        if (width <= 0 || height <= 0 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "A picture of " + width + " x " + height + " cannot have " + rgb.length + " bytes.");
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The pixels themselves, not a copy. */
    public byte[] rgb() {
        return rgb;
    }
}
