package dev.carornot.training.report;

import dev.carornot.training.dataset.Photograph;
import java.util.List;

/**
 * What somebody found out about the data beforehand, to be shown beside the figures; where nothing was found, or nobody looked,
 * the report has no such section. Immutable and thread-safe.
 *
 * @param shortcuts what tells the classes apart without a look at the picture, each one sentence
 * @param suspects photographs whose labels may be wrong
 */
public record DataWarnings(List<String> shortcuts, List<Suspect> suspects) {
    /** Nothing to warn of. */
    public static final DataWarnings NONE = new DataWarnings(List.of(), List.of());

    public DataWarnings {
        shortcuts = List.copyOf(shortcuts);
        suspects = List.copyOf(suspects);
    }

    /**
     * A photograph whose label may be wrong.
     *
     * @param reason why one thinks so, in a few words
     */
    public record Suspect(Photograph photograph, String reason) {}
}
