package dev.carornot.infra.setting;

import java.util.Locale;

/** Where the upload function writes what it found. */
public enum Outcome {
    TAGS,
    JSON,
    BOTH;

    /** As the function's setting {@code carornot.upload.write} spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
