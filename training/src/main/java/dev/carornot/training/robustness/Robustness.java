package dev.carornot.training.robustness;

import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Evaluator;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.evaluation.Metrics.Interval;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What changes of the photographs do to a model. Immutable and thread-safe.
 *
 * @param photographs that were changed: all, or a sample drawn with a fixed seed
 * @param of how many the sample was drawn from
 * @param errors on them as they are, at 0.5
 * @param effects of each change, in the order of {@link Perturbation}
 */
public record Robustness(int photographs, int of, int errors, List<Effect> effects) {
    private static final long SEED = 30;

    public Robustness {
        effects = List.copyOf(effects);
    }

    /**
     * What one change does.
     *
     * @param classified photographs that the model still looked at
     * @param errors of them, at 0.5
     * @param errorRateInterval {@link Metrics#wilson}
     * @param crossings of 0.5: photographs that are called the other class than unchanged
     * @param verdictChanges verdicts at the model's thresholds that differ from those on the unchanged photographs
     */
    public record Effect(
            Perturbation perturbation,
            int classified,
            int errors,
            Interval errorRateInterval,
            int crossings,
            int verdictChanges) {}

    /**
     * Changes photographs and lets the model look at them.
     *
     * @param evaluator of the model
     * @param clean what it says of the unchanged photographs; at least one was classified
     * @param most how many photographs to take at most; 1 or more
     */
    public static Robustness of(Evaluator evaluator, Predictions clean, int most, ProgressFactory progress) {
        List<Prediction> sample = new ArrayList<>(clean.classified());
        Collections.shuffle(sample, new Random(SEED));
        sample = sample.subList(0, Math.min(most, sample.size()));
        List<Photograph> photographs =
                sample.stream().map(Prediction::photograph).toList();
        Map<String, Prediction> unchanged = new HashMap<>();
        sample.forEach(prediction -> unchanged.put(prediction.photograph().path(), prediction));
        List<Effect> effects = new ArrayList<>();
        for (Perturbation perturbation : Perturbation.values()) {
            Predictions changed = evaluator.predict(
                    photographs, perturbation::apply, "Classifying, " + perturbation.title(), progress);
            effects.add(effect(perturbation, changed.classified(), unchanged));
        }
        int errors = (int) sample.stream().filter(Prediction::isError).count();
        return new Robustness(sample.size(), clean.classified().size(), errors, effects);
    }

    private static Effect effect(
            Perturbation perturbation, List<Prediction> changed, Map<String, Prediction> unchanged) {
        int errors = 0;
        int crossings = 0;
        int verdictChanges = 0;
        for (Prediction prediction : changed) {
            Prediction before = unchanged.get(prediction.photograph().path());
            errors += prediction.isError() ? 1 : 0;
            crossings += prediction.isError() == before.isError() ? 0 : 1;
            verdictChanges += prediction.answer() == before.answer() ? 0 : 1;
        }
        Interval interval = changed.isEmpty() ? new Interval(0, 1) : Metrics.wilson(errors, changed.size());
        return new Effect(perturbation, changed.size(), errors, interval, crossings, verdictChanges);
    }
}
