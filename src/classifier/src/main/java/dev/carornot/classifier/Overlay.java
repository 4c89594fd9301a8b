package dev.carornot.classifier;

import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.PngEncoder;

/** A photograph with its explanation painted over it. */
public sealed interface Overlay {
    /**
     * A photograph that was looked at.
     *
     * @param picture upright, painted as {@link dev.carornot.classifier.explanation.OverlayPainter#paintWithScale} says
     */
    record Painted(Explanation.Explained explanation, Picture picture) implements Overlay {
        /** The picture as a PNG file. */
        public byte[] png() {
            return PngEncoder.encode(picture);
        }
    }

    /** Not looked at, or not fit to be shown. */
    record Refused(Verdict.Refused verdict) implements Overlay {}
}
