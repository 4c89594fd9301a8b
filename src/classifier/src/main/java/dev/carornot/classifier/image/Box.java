package dev.carornot.classifier.image;

/**
 * A rectangle in a picture, in pixels with fractions; (0, 0) is the upper left corner of the first pixel.
 *
 * @param x left edge
 * @param y upper edge
 */
public record Box(double x, double y, double width, double height) {
    /**
     * The part of a picture that the network sees; see {@link InputSize}.
     *
     * @param pictureWidth of the upright picture, in pixels
     * @param pictureHeight likewise
     */
    public static Box seen(int pictureWidth, int pictureHeight, InputSize size) {
        if (size.aspect() > 1) {
            return squashed(pictureWidth, pictureHeight, size);
        }
        long shorter = Math.min(pictureWidth, pictureHeight);
        // The longer side is rounded down, as torchvision does.
        long resizedWidth = size.resize() * (long) pictureWidth / shorter;
        long resizedHeight = size.resize() * (long) pictureHeight / shorter;
        double scaleX = (double) pictureWidth / resizedWidth;
        double scaleY = (double) pictureHeight / resizedHeight;
        // rint: halves go to the even number, as in torchvision's CenterCrop.
        double left = Math.rint((resizedWidth - size.crop()) / 2.0);
        double top = Math.rint((resizedHeight - size.crop()) / 2.0);
        return new Box(left * scaleX, top * scaleY, size.crop() * scaleX, size.crop() * scaleY);
    }

    /** The same share of the shorter side, and of the longer one up to {@code aspect} times as much. */
    private static Box squashed(int pictureWidth, int pictureHeight, InputSize size) {
        double shorter = Math.min(pictureWidth, pictureHeight);
        double share = (double) size.crop() / size.resize();
        double width = share * Math.min(pictureWidth, size.aspect() * shorter);
        double height = share * Math.min(pictureHeight, size.aspect() * shorter);
        return new Box((pictureWidth - width) / 2, (pictureHeight - height) / 2, width, height);
    }

    /** The same part of a picture that is smaller by {@code denominator} on each side. */
    Box in(int denominator) {
        return new Box(x / denominator, y / denominator, width / denominator, height / denominator);
    }
}
