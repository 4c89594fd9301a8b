package dev.carornot.training.report;

import dev.carornot.training.output.TextFiles;
import dev.carornot.training.study.StudyResults;
import java.nio.file.Path;

/** Results of studies as one HTML file that needs nothing beside it. Stateless and thread-safe. */
public final class StudyReport {
    private StudyReport() {}

    /**
     * Writes the report beside its place and moves it there, over one that is there.
     *
     * @throws dev.carornot.training.failure.UserException when it cannot be written
     */
    public static void write(StudyResults results, Path file) {
        TextFiles.write(file, ReportFile.render("experiments.html", new StudyPageBuilder(results).build()));
    }
}
