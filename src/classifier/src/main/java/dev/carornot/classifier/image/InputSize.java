package dev.carornot.classifier.image;

/**
 * How a picture is brought to the network's size: the shorter side is resized to {@code resize} with antialiasing, the
 * aspect ratio kept, then the centre square of {@code crop} pixels is taken.
 *
 * @param resize shorter side after resizing, in pixels
 * @param crop side of the square that the network sees, in pixels; at most {@code resize}
 */
public record InputSize(int resize, int crop) {
    /** ImageNet's usual evaluation size. */
    public static final InputSize IMAGENET = new InputSize(256, 224);

    public InputSize {
        if (crop < 1 || resize < crop || resize > 4096) {
            throw new IllegalArgumentException(
                    "Input size needs 1 <= crop <= resize <= 4096, not crop " + crop + ", resize " + resize + ".");
        }
    }
}
