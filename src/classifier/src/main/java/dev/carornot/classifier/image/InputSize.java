package dev.carornot.classifier.image;

/**
 * How a picture is brought to the network's size: the shorter side is resized to {@code resize} with antialiasing, the
 * aspect ratio kept, then the centre square of {@code crop} pixels is taken. With an {@code aspect} above 1 the network sees
 * more of the longer side: up to that many times as much as of the shorter one, squashed to the square.
 *
 * @param resize shorter side after resizing, in pixels
 * @param crop side of the square that the network sees, in pixels; at most {@code resize}
 * @param aspect the widest (or highest) rectangle that is squashed to the square, longer side by shorter, in 1..4; 1 for none
 */
public record InputSize(int resize, int crop, double aspect) {
    /** ImageNet's usual evaluation size. */
    public static final InputSize IMAGENET = new InputSize(256, 224);

    private static final double LARGEST_ASPECT = 4;

    public InputSize {
        if (crop < 1 || resize < crop || resize > 4096) {
            throw new IllegalArgumentException(
                    "Input size needs 1 <= crop <= resize <= 4096, not crop " + crop + ", resize " + resize + ".");
        }
        if (!(aspect >= 1 && aspect <= LARGEST_ASPECT)) {
            throw new IllegalArgumentException("Input size needs 1 <= aspect <= 4, not " + aspect + ".");
        }
    }

    /** Nothing is squashed. */
    public InputSize(int resize, int crop) {
        this(resize, crop, 1);
    }
}
