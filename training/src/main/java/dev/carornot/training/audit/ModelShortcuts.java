package dev.carornot.training.audit;

import dev.carornot.training.audit.ShortcutReport.Figure;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What file properties give away of a split and of a model's verdicts on it. Stateless and thread-safe. */
public final class ModelShortcuts {
    private static final double PERCENT = 100;

    private ModelShortcuts() {}

    /**
     * Sentences for a report; none where there are too few photographs to tell.
     *
     * @param split that was classified
     * @param predictions for its photographs
     */
    public static List<String> sentences(
            String split, Predictions predictions, Dataset dataset, ProgressFactory progress) {
        List<String> sentences = new ArrayList<>();
        // The training split's own labels would be guessed by a forest that has seen them.
        if (!split.equals(Dataset.TRAIN)) {
            ShortcutAudit.ofSplit(split, dataset, progress).ifPresent(figure -> sentences.add(ofLabels(figure)));
        }
        Map<Photograph, Boolean> verdicts = new HashMap<>();
        Map<Photograph, Boolean> labels = new HashMap<>();
        for (Predictions.Prediction prediction : predictions.classified()) {
            verdicts.put(prediction.photograph(), prediction.probability() >= Metrics.THRESHOLD);
            labels.put(prediction.photograph(), prediction.photograph().positive());
        }
        Optional<Figure> ofVerdicts = ShortcutAudit.ofVerdicts(split, verdicts, progress);
        Optional<Figure> ofLabels = ShortcutAudit.ofVerdicts(split, labels, progress);
        if (ofVerdicts.isPresent() && ofLabels.isPresent()) {
            sentences.add(ofVerdicts(split, ofVerdicts.get(), ofLabels.get()));
        }
        return sentences;
    }

    private static String ofLabels(Figure figure) {
        return figure.sentence()
                + (figure.isShortcut()
                        ? " That is better than the larger class always, so a good figure on this split proves less than it seems to."
                        : " That is no better than the larger class always.");
    }

    /** Both by forests that are grown alike, so that only what is guessed differs. */
    static String ofVerdicts(String split, Figure verdicts, Figure labels) {
        String conclusion = verdicts.interval().low() > labels.accuracy()
                ? "the model follows the files more closely than the labels do: it has learnt the shortcut"
                : "the model does not follow the files more closely than the labels do";
        return String.format(
                Locale.ROOT,
                "Forests that are grown on four fifths of '%s' guess %.1f %% (95 %%: %.1f to %.1f %%) of the model's own"
                        + " answers on the rest from file properties, and %.1f %% of the labels: %s.",
                split,
                PERCENT * verdicts.accuracy(),
                PERCENT * verdicts.interval().low(),
                PERCENT * verdicts.interval().high(),
                PERCENT * labels.accuracy(),
                conclusion);
    }
}
