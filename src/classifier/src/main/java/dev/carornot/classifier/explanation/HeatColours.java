package dev.carornot.classifier.explanation;

/**
 * The heat's two colours, as sRGB bytes. Orange and blue are told apart with any colour blindness (Okabe and Ito's vermilion and
 * blue); on the picture, which is shown in grey, no others occur.
 */
final class HeatColours {
    /** Speaks for the positive label. */
    static final int FOR = 0xD55E00;

    /** Speaks against it. */
    static final int AGAINST = 0x0072B2;

    /** What is left of the picture where the heat is strongest; less, and one would not see what is there. */
    private static final double LARGEST_COVER = 0.7;

    private HeatColours() {}

    /**
     * How much of a pixel's colour the heat is.
     *
     * @param value of the normalised map, -1..1
     */
    static double cover(double value) {
        return LARGEST_COVER * Math.min(1, Math.abs(value));
    }

    static int of(double value) {
        return value < 0 ? AGAINST : FOR;
    }
}
