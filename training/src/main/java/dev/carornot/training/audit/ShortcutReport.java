package dev.carornot.training.audit;

import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.List;
import java.util.Locale;

/**
 * How well labels can be guessed from file properties alone.
 *
 * @param trainedOn how many photographs of {@code train} the guesser learnt from
 * @param figures for {@code train} out of fold, then for each other split, sorted by name
 */
public record ShortcutReport(int trainedOn, List<Figure> figures) {
    private static final double PERCENT = 100;

    public ShortcutReport {
        figures = List.copyOf(figures);
    }

    /**
     * The guesses for one split.
     *
     * @param count photographs whose header could be read
     * @param right how many were guessed right
     * @param accuracy in 0..1
     * @param interval of the accuracy, 95 % (Wilson)
     * @param balancedAccuracy mean of both classes' recall; the accuracy where there is one class only
     * @param auroc area under the ROC curve; 0.5 where there is one class only
     * @param majority what guessing the split's larger class always would get right, in 0..1
     */
    public record Figure(
            String split,
            int count,
            int right,
            double accuracy,
            Interval interval,
            double balancedAccuracy,
            double auroc,
            double majority) {
        /** Whether the guesses are beyond chance better than always the larger class. */
        public boolean isShortcut() {
            return interval.low() > majority;
        }

        /** One line for reports. */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "File properties alone, without a look at the picture, guess %.1f %% of %,d photographs of '%s' right"
                            + " (95 %%: %.1f to %.1f %%; always the larger class: %.1f %%; AUROC %.3f).",
                    PERCENT * accuracy,
                    count,
                    split,
                    PERCENT * interval.low(),
                    PERCENT * interval.high(),
                    PERCENT * majority,
                    auroc);
        }
    }
}
