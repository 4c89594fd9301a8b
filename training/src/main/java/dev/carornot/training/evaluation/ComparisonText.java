package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.Locale;

/** A comparison for people to read. Stateless and thread-safe. */
public final class ComparisonText {
    private static final double PERCENT = 100;

    /** Below it, a p-value's digits tell nothing more. */
    private static final double LEAST_P = 0.0001;

    private ComparisonText() {}

    /** Some lines, each ended with a line feed: the conclusion, the figures, and the photographs on which the two differ. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder(1024);
        line(text, "%s", conclusion(comparison));
        line(text, "  A                 %s", name(comparison.first()));
        line(text, "  B                 %s", name(comparison.second()));
        line(
                text,
                "  split             %s, %,d photographs%s",
                comparison.split(),
                comparison.photographs(),
                comparison.leftAside() == 0
                        ? ""
                        : String.format(Locale.ROOT, " (%,d that a model refused left aside)", comparison.leftAside()));
        line(
                text,
                "  right at 0.5      both %,d, only A %,d, only B %,d, neither %,d",
                comparison.bothRight(),
                comparison.onlyFirst(),
                comparison.onlySecond(),
                comparison.neither());
        line(
                text,
                "  accuracy, B - A   %+.2f %% points (%+.2f to %+.2f, 95 %% paired bootstrap interval)",
                PERCENT * comparison.accuracyDifference(),
                PERCENT * comparison.accuracyInterval().low(),
                PERCENT * comparison.accuracyInterval().high());
        Interval auroc = comparison.aurocInterval();
        line(
                text,
                "  AUROC, B - A      %+.4f (%+.4f to %+.4f)",
                comparison.aurocDifference(),
                auroc.low(),
                auroc.high());
        if (!comparison.discordant().isEmpty()) {
            line(
                    text,
                    "Right in one only (which, probability of '%s' by A and by B, true label, path):",
                    comparison.first().labels().positive());
            comparison
                    .discordant()
                    .forEach(d -> line(
                            text,
                            "  %s  %.4f  %.4f  %s  %s",
                            d.right() == 1 ? "A" : "B",
                            d.first(),
                            d.second(),
                            d.label(),
                            d.path()));
        }
        return text.toString();
    }

    /** Which model is better, if one is, in one sentence. */
    public static String conclusion(Comparison comparison) {
        int a = comparison.onlyFirst();
        int b = comparison.onlySecond();
        String test = p(comparison.pValue()) + " (McNemar's exact test).";
        if (a + b == 0) {
            return "Not told apart: A and B are right and wrong on the same photographs at 0.5.";
        }
        if (!comparison.isDifferent()) {
            return String.format(
                    Locale.ROOT,
                    "Not told apart: of the %,d photographs that only one gets right A has %,d and B %,d, %s",
                    a + b,
                    a,
                    b,
                    test);
        }
        return String.format(
                Locale.ROOT,
                "%s is better: of the %,d photographs that only one gets right it has %,d and the other %,d, %s",
                a > b ? "A" : "B",
                a + b,
                Math.max(a, b),
                Math.min(a, b),
                test);
    }

    private static String p(double value) {
        return value < LEAST_P ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.4f", value);
    }

    private static String name(ModelDescription model) {
        return model.name() + " " + model.version() + " (" + model.precision() + ")";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
