package dev.carornot.batch.result;

import java.io.Serializable;

/**
 * Which model spoke.
 *
 * @param name as its manifest says
 * @param version as its manifest says
 * @param digest SHA-256 of its manifest, which lists those of its weights: 64 lower-case hexadecimal digits
 */
public record ModelIdentity(String name, String version, String digest) implements Serializable {
    /** Enough of a digest for the name of a file. */
    private static final int SHORT = 12;

    /** The digest's beginning, for names. */
    public String shortDigest() {
        return digest.substring(0, SHORT);
    }
}
