package dev.carornot.classifier.image;

/** A file whose structure was looked through, without its picture having been decoded. */
sealed interface ImageFile permits JpegFile, PngFile, WebpFile {
    /** A JPEG's EXIF cannot be longer; of PNG's and WebP's no more is looked at: orientation stands near the start. */
    int LONGEST_EXIF = 65_536;

    ImageFormat format();

    /** Width as stored, in pixels; positive. */
    int width();

    /** Height as stored, in pixels; positive. */
    int height();

    /** Width times height. */
    default long pixels() {
        return (long) width() * height();
    }

    /** What {@link #read} takes at most beside the file itself, in bytes, heap and native memory together. */
    long memory();

    /** The EXIF data (a TIFF structure), or nothing. */
    byte[] exif();

    /** Decodes the (first) picture as it is stored, not yet upright. */
    Picture read(Deadline deadline) throws RefusedException;
}
