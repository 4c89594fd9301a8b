package dev.carornot.training.dataset;

import java.util.Map;

/**
 * A photograph and what else a manifest says of it.
 *
 * @param others by column, those aside that {@link Photograph} has
 */
public record ManifestEntry(Photograph photograph, Map<String, String> others) {
    public ManifestEntry {
        others = Map.copyOf(others);
    }

    /** The same in another split. */
    public ManifestEntry withSplit(String name) {
        return new ManifestEntry(photograph.withSplit(name), others);
    }
}
