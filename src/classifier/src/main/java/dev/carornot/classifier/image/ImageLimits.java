package dev.carornot.classifier.image;

import java.util.Locale;
import java.util.Optional;

/**
 * What photographs may cost at most.
 *
 * @param bytes largest file that is looked at, in bytes
 * @param pixels largest picture that is decoded, in pixels (width x height as the header states them); a WebP may have no more
 *     than {@value WebpFile#MOST_PIXELS} in any case, since it takes several times as long as the others
 * @param memory that all pictures together which a decoder works on at once may take, in bytes, heap and native memory
 *     together; those that need less than 32 MB each are not counted
 */
public record ImageLimits(long bytes, long pixels, long memory) {
    private static final long LARGEST_FILE = 20_000_000;
    private static final long LARGEST_PICTURE = 50_000_000;
    /** A CMYK JPEG in many scans of {@link #LARGEST_PICTURE} pixels takes 950 MB, a PNG of 64 bits 550. */
    private static final long MOST_MEMORY = 1L << 30;

    /** 20 MB and 50 million pixels: above what phones and SLRs store, below what would hurt a small function. */
    public static final ImageLimits DEFAULT = new ImageLimits(LARGEST_FILE, LARGEST_PICTURE);

    public ImageLimits {
        if (bytes <= 0 || pixels <= 0 || memory <= 0) {
            throw new IllegalArgumentException("Image limits must be positive: " + bytes + " bytes, " + pixels
                    + " pixels, " + memory + " bytes of memory.");
        }
    }

    /** With {@link #defaultMemory}. */
    public ImageLimits(long bytes, long pixels) {
        this(bytes, pixels, defaultMemory());
    }

    /** Half of the heap's greatest size, which a JVM derives from the machine's or the container's; 1 GiB at most. */
    public static long defaultMemory() {
        return Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 2);
    }

    /** Why a file of so many bytes is not looked at, if it is not; for who knows its length before its bytes. */
    public Optional<Refusal> objectionTo(long length) {
        return length <= bytes
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Refusal.Reason.TOO_LARGE,
                        String.format(
                                Locale.ROOT, "The file has %,d bytes, more than the limit of %,d.", length, bytes)));
    }
}
