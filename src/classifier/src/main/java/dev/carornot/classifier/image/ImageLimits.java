package dev.carornot.classifier.image;

import java.util.Locale;
import java.util.Optional;

/**
 * What a photograph may cost at most.
 *
 * @param bytes largest file that is looked at, in bytes
 * @param pixels largest picture that is decoded, in pixels (width x height as the header states them)
 */
public record ImageLimits(long bytes, long pixels) {
    /** 20 MB and 50 million pixels: above what phones and SLRs store, below what would hurt a small function. */
    public static final ImageLimits DEFAULT = new ImageLimits(20_000_000, 50_000_000);

    public ImageLimits {
        if (bytes <= 0 || pixels <= 0) {
            throw new IllegalArgumentException(
                    "Image limits must be positive: " + bytes + " bytes, " + pixels + " pixels.");
        }
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
