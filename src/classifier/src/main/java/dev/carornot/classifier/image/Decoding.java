package dev.carornot.classifier.image;

/** What became of the bytes of a photograph. */
public sealed interface Decoding {
    /** An upright picture. */
    record Decoded(Picture picture, ImageFormat format) implements Decoding {}

    /** No picture, and why. */
    record Refused(Refusal refusal) implements Decoding {}
}
