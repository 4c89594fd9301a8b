package dev.carornot.training.study;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.carornot.training.output.TextFiles;
import dev.carornot.training.study.StudyResults.Baseline;
import dev.carornot.training.study.StudyResults.OfRun;
import dev.carornot.training.study.StudyResults.OfStudy;
import dev.carornot.training.study.StudyResults.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Results of studies as files for programs, written beside their place and then moved there. Stateless and thread-safe. */
public final class StudyFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final CsvMapper CSV = new CsvMapper();
    private static final CsvSchema LINES = CSV.schemaFor(Line.class).withHeader();

    private StudyFiles() {}

    /** A line of the CSV file: a head, or a baseline, on a split; what does not apply is empty. */
    @JsonPropertyOrder({
        "study",
        "run",
        "seed",
        "splitRule",
        "hidden",
        "dropout",
        "learningRate",
        "batch",
        "epochs",
        "kept",
        "split",
        "count",
        "errors",
        "accuracy",
        "errorLow",
        "errorHigh",
        "loss"
    })
    record Line(
            String study,
            String run,
            Long seed,
            String splitRule,
            String hidden,
            Double dropout,
            Double learningRate,
            Integer batch,
            Integer epochs,
            Integer kept,
            String split,
            int count,
            int errors,
            double accuracy,
            double errorLow,
            double errorHigh,
            Double loss) {}

    /** Everything, the curves included. */
    public static void writeJson(StudyResults results, Path file) {
        try {
            TextFiles.write(file, JSON.writeValueAsString(results) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Results are plain data.", e);
        }
    }

    /** A line for each head, or baseline, and split. */
    public static void writeCsv(StudyResults results, Path file) {
        List<Line> lines = new ArrayList<>();
        for (OfStudy study : results.studies()) {
            for (Baseline baseline : study.baselines()) {
                baseline.splits().forEach(figures -> lines.add(line(study, baseline.name(), null, null, figures)));
            }
            for (OfRun run : study.runs()) {
                for (Outcome outcome : run.outcomes()) {
                    outcome.splits().forEach(figures -> lines.add(line(study, run.name(), run, outcome, figures)));
                }
            }
        }
        try {
            TextFiles.write(file, CSV.writer(LINES).writeValueAsString(lines));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Results are plain data.", e);
        }
    }

    private static Line line(OfStudy study, String name, OfRun run, Outcome outcome, SplitFigures figures) {
        return new Line(
                study.name(),
                name,
                outcome == null ? null : outcome.seed(),
                study.split(),
                run == null ? null : run.hidden().toString(),
                run == null ? null : run.dropout(),
                run == null ? null : run.learningRate(),
                run == null ? null : run.batch(),
                run == null ? null : run.epochs(),
                outcome == null ? null : outcome.kept(),
                figures.split(),
                figures.count(),
                figures.errors(),
                figures.accuracy(),
                figures.errorInterval().low(),
                figures.errorInterval().high(),
                figures.loss());
    }
}
