package dev.carornot.training.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.output.TextFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Evaluations and predictions as files, which are written beside their place and then moved there. Thread-safe. */
public final class EvaluationFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final CsvMapper CSV = new CsvMapper();
    private static final CsvSchema PREDICTIONS = CsvSchema.builder()
            .addColumn("path")
            .addColumn("label")
            .addColumn("probability")
            .build()
            .withHeader();

    private EvaluationFiles() {}

    /** Every component of the record by its name. */
    public static ObjectNode toJson(Evaluation evaluation) {
        return JSON.valueToTree(evaluation);
    }

    /** Writes {@link #toJson}, indented. */
    public static void writeJson(Evaluation evaluation, Path file) {
        writeRecord(evaluation, file);
    }

    /** Every component of the record by its name, indented. */
    public static void writeJson(Comparison comparison, Path file) {
        writeRecord(comparison, file);
    }

    private static void writeRecord(Record values, Path file) {
        try {
            TextFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An evaluation is plain data.", e);
        }
    }

    /**
     * Writes a line {@code path,label,probability} for each photograph, sorted by path, where the label is the true one and
     * a refused photograph's probability is empty.
     */
    public static void writePredictions(Predictions predictions, Labels labels, Path file) {
        record Line(String path, String label, Double probability) {}
        List<Line> lines = new ArrayList<>();
        predictions
                .classified()
                .forEach(p -> lines.add(
                        new Line(p.photograph().path(), labels.of(p.photograph().positive()), p.probability())));
        predictions
                .refused()
                .forEach(r -> lines.add(
                        new Line(r.photograph().path(), labels.of(r.photograph().positive()), null)));
        lines.sort(Comparator.comparing(Line::path));
        try {
            TextFiles.write(file, CSV.writer(PREDICTIONS).writeValueAsString(lines));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Predictions are plain data.", e);
        }
    }
}
