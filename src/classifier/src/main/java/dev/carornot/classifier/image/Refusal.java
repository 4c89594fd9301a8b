package dev.carornot.classifier.image;

/**
 * Why a photograph was not decoded.
 *
 * @param reason the kind, for programs
 * @param message one sentence for people
 */
public record Refusal(Reason reason, String message) {
    public enum Reason {
        /** Not an image at all, judged by its first bytes; an empty file too. */
        NOT_AN_IMAGE,
        /** An image, but of a format or a coding that is not decoded (GIF, TIFF, 12-bit JPEG ...). */
        UNSUPPORTED,
        /** More bytes than {@link ImageLimits#bytes()}. */
        TOO_LARGE,
        /** More pixels than {@link ImageLimits#pixels()}. */
        TOO_MANY_PIXELS,
        /** Of a known format, but broken. */
        DAMAGED
    }
}
