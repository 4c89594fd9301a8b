package dev.carornot.training.report;

import dev.carornot.training.experiment.LearningRateCurve;
import dev.carornot.training.experiment.LearningRateCurve.Point;
import dev.carornot.training.output.TextFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A learning rate range test as one HTML file that needs nothing beside it. Stateless and thread-safe. */
public final class LearningRateReport {
    private LearningRateReport() {}

    /**
     * Writes the report beside its place and moves it there, over one that is there.
     *
     * @throws dev.carornot.training.failure.UserException when it cannot be written
     */
    public static void write(LearningRateCurve curve, Path file) {
        TextFiles.write(file, html(curve));
    }

    static String html(LearningRateCurve curve) {
        List<List<String>> rows =
                curve.points().stream().map(LearningRateReport::row).toList();
        return ReportFile.render(
                "learning-rate.html",
                new LearningRatePage(curve.name(), curve.sentence(), Charts.learningRates("curve", curve), rows));
    }

    private static List<String> row(Point point) {
        return List.of(
                String.valueOf(point.step()),
                String.format(Locale.ROOT, "%.2e", point.rate()),
                Figures.four(point.loss()),
                Figures.four(point.smoothed()));
    }
}
