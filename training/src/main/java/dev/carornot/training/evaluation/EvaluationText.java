package dev.carornot.training.evaluation;

import dev.carornot.training.evaluation.Metrics.Confusion;
import java.util.Locale;
import java.util.Map;

/** An evaluation for people to read. Stateless and thread-safe. */
public final class EvaluationText {
    private static final int DIGEST_SHOWN = 12;
    private static final double PERCENT = 100;

    private EvaluationText() {}

    /** Some lines, each ended with a line feed, of figures first and then the photographs that went wrong. */
    public static String of(Evaluation evaluation) {
        StringBuilder text = new StringBuilder(1024);
        Confusion confusion = evaluation.confusion();
        String positive = evaluation.model().labels().positive();
        String negative = evaluation.model().labels().negative();
        line(
                text,
                "%s %s (%s) on the split '%s', data set %s",
                evaluation.model().name(),
                evaluation.model().version(),
                evaluation.model().precision(),
                evaluation.split(),
                evaluation
                        .dataDigest()
                        .substring(
                                0,
                                Math.min(DIGEST_SHOWN, evaluation.dataDigest().length())));
        line(text, "  errors at 0.5     %,d of %,d classified", evaluation.errors(), evaluation.count());
        line(
                text,
                "  accuracy          %.2f %% (errors %.2f to %.2f %%, 95 %% Wilson interval)",
                PERCENT * evaluation.accuracy(),
                PERCENT * evaluation.errorRateInterval().low(),
                PERCENT * evaluation.errorRateInterval().high());
        line(
                text,
                "  AUROC             %.4f (%.4f to %.4f, 95 %% bootstrap interval)",
                evaluation.auroc(),
                evaluation.intervals().auroc().low(),
                evaluation.intervals().auroc().high());
        line(
                text,
                "  average precision %.4f (%.4f to %.4f)",
                evaluation.averagePrecision(),
                evaluation.intervals().averagePrecision().low(),
                evaluation.intervals().averagePrecision().high());
        line(
                text,
                "  calibration error %.2f %% (%.2f to %.2f %%; ECE, %d bins)",
                PERCENT * evaluation.ece(),
                PERCENT * evaluation.intervals().ece().low(),
                PERCENT * evaluation.intervals().ece().high(),
                Metrics.CALIBRATION_BINS);
        line(text, "  log loss, Brier   %.4f, %.4f", evaluation.logLoss(), evaluation.brier());
        line(
                text,
                "  %s: %,d right, %,d called %s",
                positive,
                confusion.truePositives(),
                confusion.falseNegatives(),
                negative);
        line(
                text,
                "  %s: %,d right, %,d called %s",
                negative,
                confusion.trueNegatives(),
                confusion.falsePositives(),
                positive);
        line(
                text,
                "  at its thresholds %,d uncertain, %,d of %,d decided are wrong",
                evaluation.atThresholds().uncertain(),
                evaluation.atThresholds().decidedErrors(),
                evaluation.atThresholds().decided());
        line(
                text,
                "  at 90 %% coverage  %.2f %% of the most confident are wrong at 0.5",
                PERCENT * evaluation.errorAtCoverage());
        line(text, "  refused           %,d of %,d", evaluation.refused().size(), evaluation.photographs());
        line(text, "  speed             %.1f photographs/s", evaluation.photographsPerSecond());
        groups(text, "By source:", evaluation.bySource());
        if (!evaluation.byHardNegative().isEmpty()) {
            groups(text, "By hard-negative kind:", evaluation.byHardNegative());
        }
        if (!evaluation.misclassified().isEmpty()) {
            line(text, "Misclassified (probability of '%s', true label, path):", positive);
            evaluation
                    .misclassified()
                    .forEach(wrong -> line(text, "  %.4f  %s  %s", wrong.probability(), wrong.label(), wrong.path()));
        }
        if (!evaluation.refused().isEmpty()) {
            line(text, "Refused:");
            evaluation.refused().forEach(refused -> line(text, "  %s: %s", refused.path(), refused.reason()));
        }
        return text.toString();
    }

    private static void groups(StringBuilder text, String title, Map<String, Evaluation.OfSource> groups) {
        line(text, title);
        groups.forEach((name, figures) -> line(
                text,
                "  %6.2f %%  %,5d of %,6d wrong  %s",
                PERCENT * figures.accuracy(),
                figures.errors(),
                figures.count(),
                name));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
