package dev.carornot.training.importer;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.CsvRows;
import dev.carornot.training.dataset.Listed;
import dev.carornot.training.failure.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels that someone looked at and that win over the source's: a CSV file with the columns {@code path,label}, where the
 * paths are those of the new manifest. Each is recorded in the photograph's note.
 */
final class LabelOverrides {
    private static final List<String> HEADER = List.of("path", "label");

    private final Path file;
    private final Labels labels;
    private final Map<String, Boolean> positiveByPath = new LinkedHashMap<>();

    LabelOverrides(Path file, Labels labels) {
        this.file = file;
        this.labels = labels;
        List<CsvRows.Row> rows = CsvRows.read(file);
        if (rows.isEmpty() || !rows.get(0).cells().equals(HEADER)) {
            throw new UserException("The first line of '" + file + "' must be 'path,label'.");
        }
        for (CsvRows.Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != HEADER.size()) {
                throw problem(row, "does not have two columns");
            }
            String label = row.cells().get(1);
            if (!label.equals(labels.positive()) && !label.equals(labels.negative())) {
                throw problem(
                        row,
                        "has the label '" + label + "', which is neither '" + labels.negative() + "' nor '"
                                + labels.positive() + "'");
            }
            if (positiveByPath.put(row.cells().get(0), label.equals(labels.positive())) != null) {
                throw problem(row, "names '" + row.cells().get(0) + "' again");
            }
        }
    }

    private UserException problem(CsvRows.Row row, String what) {
        return new UserException("Line " + row.line() + " of '" + file + "' " + what + ".");
    }

    /** The photographs with these labels; an override that names none of them is an error. */
    List<Listed> apply(List<Listed> listed) {
        Map<String, Boolean> unused = new LinkedHashMap<>(positiveByPath);
        List<Listed> result = new ArrayList<>(listed.size());
        for (Listed photograph : listed) {
            Boolean positive = unused.remove(photograph.path());
            result.add(
                    positive == null
                            ? photograph
                            : photograph.withLabel(
                                    positive,
                                    "label by " + file.getFileName() + ", was "
                                            + (photograph.positive() ? labels.positive() : labels.negative())));
        }
        if (!unused.isEmpty()) {
            throw new UserException("'" + file + "' has a label for '"
                    + unused.keySet().iterator().next() + "'"
                    + (unused.size() > 1 ? " (and " + (unused.size() - 1) + " more)" : "")
                    + ", which the new manifest does not list; its paths are relative to the new manifest's folder.");
        }
        return result;
    }
}
