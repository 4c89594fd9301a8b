package dev.carornot.classifier.image;

import java.util.Locale;
import java.util.Optional;

/** Judges a file by its size and structure, before anything is decoded. */
final class Admission {
    /** A Java array's length bounds what can be decoded, however generous the limits are. */
    private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

    /** libjpeg reads no longer ones, and a row of a PNG that is as long as a picture takes several times its memory. */
    private static final int LONGEST_SIDE = 65_500;

    private final ImageLimits limits;

    Admission(ImageLimits limits) {
        this.limits = limits;
    }

    /** The file's structure, when it is of a format that is read and within the limits. */
    ImageFile admit(byte[] bytes) throws RefusedException {
        Optional<Refusal> objection = limits.objectionTo(bytes.length);
        if (objection.isPresent()) {
            throw new RefusedException(objection.get().reason(), objection.get().message());
        }
        ImageFile file = switch (Signature.require(bytes)) {
            case JPEG -> JpegFile.of(bytes);
            case PNG -> PngFile.of(bytes);
            case WEBP -> WebpFile.of(bytes);
        };
        long pixels = file.pixels();
        boolean slow = file instanceof WebpFile && WebpFile.MOST_PIXELS < limits.pixels();
        long mostPixels = slow ? WebpFile.MOST_PIXELS : Math.min(limits.pixels(), MOST_PIXELS);
        if (pixels > mostPixels) {
            throw new RefusedException(
                    Refusal.Reason.TOO_MANY_PIXELS,
                    String.format(
                            Locale.ROOT,
                            "The picture has %d x %d = %,d pixels, more than the limit of %,d%s.",
                            file.width(),
                            file.height(),
                            pixels,
                            mostPixels,
                            slow ? " for WebP; save it as a JPEG" : ""));
        }
        if (Math.max(file.width(), file.height()) > LONGEST_SIDE) {
            throw new RefusedException(
                    Refusal.Reason.TOO_MANY_PIXELS,
                    String.format(
                            Locale.ROOT,
                            "The picture has %d x %d pixels, and no side may have more than %,d.",
                            file.width(),
                            file.height(),
                            LONGEST_SIDE));
        }
        return file;
    }
}
