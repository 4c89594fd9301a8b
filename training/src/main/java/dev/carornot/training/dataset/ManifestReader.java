package dev.carornot.training.dataset;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lists the photographs of a manifest: a CSV file with a header that has the columns {@code path}, {@code label} and
 * {@code split}, and may have {@code source}, {@code note}, {@code sha256} and others, in any order. Without
 * {@code source}, {@code source_class} stands in.
 */
final class ManifestReader {
    static final String FILE_NAME = "manifest.csv";

    private static final List<String> NEEDED = List.of("path", "label", "split");
    /** The columns that {@link Photograph} has. */
    static final List<String> OWN = List.of("path", "label", "split", "source", "note", "sha256");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path manifest;
    private final Path folder;
    private final Labels labels;

    ManifestReader(Path manifest, Labels labels) {
        this.manifest = manifest;
        this.folder = manifest.toAbsolutePath().normalize().getParent();
        this.labels = labels;
    }

    List<Listed> read() {
        List<CsvRows.Row> rows = CsvRows.read(manifest);
        if (rows.size() < 2) {
            throw new UserException("'" + manifest + "' lists no photographs.");
        }
        List<String> header = rows.get(0).cells();
        List<String> missing =
                NEEDED.stream().filter(name -> !header.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new UserException("'" + manifest + "' lacks the column" + (missing.size() > 1 ? "s " : " ")
                    + String.join(", ", missing) + "; its first line must name " + String.join(", ", NEEDED) + ".");
        }
        List<Listed> listed = new ArrayList<>();
        Map<String, Long> lineByPath = new HashMap<>();
        for (CsvRows.Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != header.size()) {
                throw problem(
                        row,
                        "has " + row.cells().size() + " columns where the first line has " + header.size()
                                + "; a value with a comma needs double quotes.");
            }
            Listed photograph = photograph(header, row);
            Long before = lineByPath.put(photograph.path(), row.line());
            if (before != null) {
                throw problem(row, "lists '" + photograph.path() + "' again, after line " + before + ".");
            }
            listed.add(photograph);
        }
        return listed;
    }

    private Listed photograph(List<String> header, CsvRows.Row row) {
        String label = cell(header, row, "label");
        if (!label.equals(labels.positive()) && !label.equals(labels.negative())) {
            throw problem(
                    row,
                    "has the label '" + label + "', which is neither '" + labels.negative() + "' nor '"
                            + labels.positive() + "'.");
        }
        String split = cell(header, row, "split");
        if (split.isBlank()) {
            throw problem(row, "names no split.");
        }
        String sha256 = cell(header, row, "sha256").toLowerCase(Locale.ROOT);
        if (!sha256.isEmpty() && !SHA256.matcher(sha256).matches()) {
            throw problem(row, "has the sha256 '" + sha256 + "', which is not 64 hexadecimal digits.");
        }
        String path = cell(header, row, "path");
        String source = cell(header, row, "source");
        return new Listed(
                file(row, path),
                path,
                label.equals(labels.positive()),
                split,
                source.isEmpty() ? cell(header, row, "source_class") : source,
                cell(header, row, "note"),
                sha256,
                others(header, row),
                row.line());
    }

    private static Map<String, String> others(List<String> header, CsvRows.Row row) {
        Map<String, String> others = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String value = row.cells().get(i);
            if (!OWN.contains(header.get(i)) && !value.isEmpty()) {
                others.put(header.get(i), value);
            }
        }
        return others;
    }

    /** Paths are judged as written; symbolic links inside the folder are the owner's own affair. */
    private Path file(CsvRows.Row row, String path) {
        Path file;
        try {
            file = folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw problem(row, "has the path '" + path + "', which is none: " + e.getReason() + ".");
        }
        if (path.isBlank()
                || file.equals(folder)
                || !file.startsWith(folder)
                || Path.of(path).isAbsolute()) {
            throw problem(row, "has the path '" + path + "', which does not lead to a file inside '" + folder + "'.");
        }
        return file;
    }

    private static String cell(List<String> header, CsvRows.Row row, String column) {
        int index = header.indexOf(column);
        return index < 0 ? "" : row.cells().get(index);
    }

    private UserException problem(CsvRows.Row row, String what) {
        return new UserException("Line " + row.line() + " of '" + manifest + "' " + what);
    }
}
