package dev.carornot.training.dataset;

import java.nio.file.Path;
import java.util.Map;

/**
 * A photograph as a list names it, before its file was looked at.
 *
 * @param file where it lies
 * @param path as listed, with {@code /}; relative to a manifest's folder or to the folder that was searched
 * @param split empty when the content decides
 * @param source empty when not stated
 * @param note empty when not stated
 * @param sha256 as stated; empty when not stated
 * @param others what else a manifest says of it, by column
 * @param line where it is listed; 0 when it was found in a folder
 */
public record Listed(
        Path file,
        String path,
        boolean positive,
        String split,
        String source,
        String note,
        String sha256,
        Map<String, String> others,
        long line) {
    public Listed {
        others = Map.copyOf(others);
    }

    /** A photograph that was found in a folder, so that nothing more is known of it. */
    public static Listed found(Path file, String path, boolean positive) {
        return new Listed(file, path, positive, "", "", "", "", Map.of(), 0);
    }

    /** As it stands in the official split of its source. */
    public Listed withSplit(String name) {
        return new Listed(file, path, positive, name, source, note, sha256, others, line);
    }

    /** With another source and with other columns. */
    public Listed withSource(String name, Map<String, String> columns) {
        return new Listed(file, path, positive, split, name, note, sha256, columns, line);
    }

    /** With another path. */
    public Listed withPath(String name) {
        return new Listed(file, name, positive, split, source, note, sha256, others, line);
    }

    /** With another label, and a note that tells so, after what the note said before. */
    public Listed withLabel(boolean label, String remark) {
        String told = note.isEmpty() ? remark : note + "; " + remark;
        return new Listed(file, path, label, split, source, told, sha256, others, line);
    }
}
