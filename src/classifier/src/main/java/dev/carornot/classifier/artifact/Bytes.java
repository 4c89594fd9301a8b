package dev.carornot.classifier.artifact;

import java.util.Locale;

/** Counts of bytes for people. */
final class Bytes {
    private Bytes() {}

    /** E.g. {@code 4,096 bytes}. */
    static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
