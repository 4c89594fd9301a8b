package dev.carornot.classifier.image;

import java.time.Duration;
import java.util.Locale;

/**
 * Decodes photographs within limits: JPEG, PNG and WebP, told by their first bytes, to an upright 8-bit RGB picture.
 *
 * <p>Whatever the bytes are, the answer is a {@link Decoding}, never an exception. Size, format, coding and dimensions are
 * judged from the file's structure before anything is decoded, and decoding itself has a time budget. Of animations the
 * first picture is taken. Transparent parts show white. An embedded ICC profile is honoured in colour JPEG and in WebP (a
 * broken one is ignored), and ignored in PNG and grey JPEG. EXIF orientation is applied.
 *
 * <p>A file that ends early is {@link Refusal.Reason#DAMAGED}, with two exceptions for JPEG: a twentieth of the rows and
 * two groups of rows that are decoded together (up to 32 rows) may be missing, and one in many scans (a progressive one)
 * may lack the end of its last scan, that is fine detail.
 *
 * <p>Thread-safe.
 */
public final class ImageDecoder {
    /** A last resort: 50 million pixels take about 2 s as progressive JPEG and 11 s as WebP on one core. */
    private static final Duration BUDGET = Duration.ofSeconds(30);

    /** A Java array's length bounds what can be decoded, however generous the limits are. */
    private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

    private final ImageLimits limits;
    private final Duration budget;

    public ImageDecoder(ImageLimits limits) {
        this(limits, BUDGET);
    }

    ImageDecoder(ImageLimits limits, Duration budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /** Decodes a whole file. The array is not changed and not kept. */
    public Decoding decode(byte[] bytes) {
        try {
            return decodeOrRefuse(bytes);
        } catch (RefusedException e) {
            return new Decoding.Refused(e.refusal());
        } catch (OutOfMemoryError e) {
            // Safe to go on: what fails is one allocation for this picture, everything built for it is local to this
            // call and unreachable now, and no lock or shared structure was being changed.
            return refused(
                    Refusal.Reason.TOO_MANY_PIXELS,
                    "There is not enough memory to decode the picture now; send a smaller one.");
        } catch (RuntimeException | StackOverflowError e) {
            // Image readers answer some damaged files with ArrayIndexOutOfBounds and the like. As above, whatever state
            // they were in belongs to this call alone.
            return refused(Refusal.Reason.DAMAGED, "The file is damaged so badly that its decoder gave up.");
        }
    }

    private Decoding decodeOrRefuse(byte[] bytes) throws RefusedException {
        if (bytes.length > limits.bytes()) {
            throw new RefusedException(
                    Refusal.Reason.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "The file has %,d bytes, more than the limit of %,d.",
                            bytes.length,
                            limits.bytes()));
        }
        ImageFormat format = Signature.require(bytes);
        ImageFile file = switch (format) {
            case JPEG -> JpegFile.of(bytes);
            case PNG -> PngFile.of(bytes);
            case WEBP -> WebpFile.of(bytes);
        };
        long pixels = (long) file.width() * file.height();
        long mostPixels = Math.min(limits.pixels(), MOST_PIXELS);
        if (pixels > mostPixels) {
            throw new RefusedException(
                    Refusal.Reason.TOO_MANY_PIXELS,
                    String.format(
                            Locale.ROOT,
                            "The picture has %d x %d = %,d pixels, more than the limit of %,d.",
                            file.width(),
                            file.height(),
                            pixels,
                            mostPixels));
        }
        Picture stored = file.read(Deadline.in(budget));
        return new Decoding.Decoded(Orientation.of(file.exif()).upright(stored), format);
    }

    private static Decoding refused(Refusal.Reason reason, String message) {
        return new Decoding.Refused(new Refusal(reason, message));
    }
}
