package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.evaluation.Metrics.Confusion;
import dev.carornot.training.evaluation.Metrics.Interval;
import dev.carornot.training.evaluation.Predictions.Answer;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.failure.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The figures of a model on one split. Photographs that the model refused have no probability: they are counted in
 * {@code photographs} and listed in {@code refused}, and enter no other figure.
 *
 * @param dataDigest {@link Dataset#digest()} of the whole data set
 * @param split its name
 * @param photographs in the split
 * @param count of them, those that were classified
 * @param errors wrong at a probability of 0.5, whatever the model's thresholds
 * @param accuracy {@code 1 - errors / count}
 * @param errorRateInterval {@link Metrics#wilson} of {@code errors / count}
 * @param auroc {@link Metrics#auroc}
 * @param ece {@link Metrics#expectedCalibrationError}
 * @param logLoss {@link Metrics#logLoss}
 * @param brier {@link Metrics#brier}
 * @param confusion at 0.5
 * @param atThresholds at the model's thresholds
 * @param bySource by the photographs' source, sorted
 * @param misclassified the errors at 0.5, the most confident first
 * @param refused photographs without a verdict, in the order of listing
 * @param seconds how long classifying took
 * @param photographsPerSecond refused ones included
 */
public record Evaluation(
        ModelDescription model,
        String dataDigest,
        String split,
        int photographs,
        int count,
        int errors,
        double accuracy,
        Interval errorRateInterval,
        double auroc,
        double ece,
        double logLoss,
        double brier,
        Confusion confusion,
        AtThresholds atThresholds,
        Map<String, OfSource> bySource,
        List<Misclassified> misclassified,
        List<RefusedPhotograph> refused,
        double seconds,
        double photographsPerSecond) {
    /** What photographs without a source are filed under. */
    static final String NO_SOURCE = "not stated";

    /**
     * Verdicts at the model's own thresholds.
     *
     * @param uncertain between them
     * @param decided the others
     * @param decidedErrors of the decided, the wrong ones
     */
    public record AtThresholds(int uncertain, int decided, int decidedErrors) {}

    /** Figures of one source, at 0.5. */
    public record OfSource(int count, int errors, double accuracy) {}

    /**
     * An error.
     *
     * @param label the true one
     * @param probability of the positive class
     */
    public record Misclassified(String path, String label, double probability) {}

    public record RefusedPhotograph(String path, String reason) {}

    /**
     * Computes the figures.
     *
     * @param predictions on the photographs of {@code split} in {@code dataset}
     * @throws UserException when refusals leave no photograph of one of the classes
     */
    public static Evaluation of(Predictions predictions, Dataset dataset, String split) {
        List<Prediction> classified = predictions.classified();
        int total = classified.size() + predictions.refused().size();
        double[] probability =
                classified.stream().mapToDouble(Prediction::probability).toArray();
        boolean[] positive = new boolean[probability.length];
        int positives = 0;
        for (int i = 0; i < positive.length; i++) {
            positive[i] = classified.get(i).photograph().positive();
            positives += positive[i] ? 1 : 0;
        }
        if (positives == 0 || positives == positive.length) {
            throw new UserException("The split '" + split + "' cannot be judged: of its " + total + " photographs "
                    + predictions.refused().size() + " were refused, and the rest are of one class only.");
        }
        Confusion confusion = Metrics.confusion(probability, positive);
        return new Evaluation(
                predictions.model(),
                dataset.digest(),
                split,
                total,
                confusion.count(),
                confusion.errors(),
                1 - (double) confusion.errors() / confusion.count(),
                Metrics.wilson(confusion.errors(), confusion.count()),
                Metrics.auroc(probability, positive),
                Metrics.expectedCalibrationError(probability, positive),
                Metrics.logLoss(probability, positive),
                Metrics.brier(probability, positive),
                confusion,
                atThresholds(classified),
                bySource(classified),
                misclassified(predictions),
                predictions.refused().stream()
                        .map(r -> new RefusedPhotograph(r.photograph().path(), r.reason()))
                        .toList(),
                predictions.seconds(),
                predictions.seconds() > 0 ? total / predictions.seconds() : 0);
    }

    private static AtThresholds atThresholds(List<Prediction> classified) {
        int uncertain = 0;
        int wrong = 0;
        for (Prediction prediction : classified) {
            if (prediction.answer() == Answer.UNCERTAIN) {
                uncertain++;
            } else if ((prediction.answer() == Answer.POSITIVE)
                    != prediction.photograph().positive()) {
                wrong++;
            }
        }
        return new AtThresholds(uncertain, classified.size() - uncertain, wrong);
    }

    private static Map<String, OfSource> bySource(List<Prediction> classified) {
        Map<String, List<Prediction>> groups = classified.stream()
                .collect(Collectors.groupingBy(
                        p -> p.photograph().source().isEmpty()
                                ? NO_SOURCE
                                : p.photograph().source(),
                        TreeMap::new,
                        Collectors.toList()));
        Map<String, OfSource> figures = new TreeMap<>();
        groups.forEach((source, group) -> {
            int errors = (int) group.stream().filter(Prediction::isError).count();
            figures.put(source, new OfSource(group.size(), errors, 1 - (double) errors / group.size()));
        });
        return figures;
    }

    private static List<Misclassified> misclassified(Predictions predictions) {
        List<Prediction> wrong = new ArrayList<>(
                predictions.classified().stream().filter(Prediction::isError).toList());
        wrong.sort(Comparator.comparingDouble(p -> -Math.abs(p.probability() - Metrics.THRESHOLD)));
        return wrong.stream()
                .map(p -> new Misclassified(
                        p.photograph().path(),
                        p.photograph().positive()
                                ? predictions.model().labels().positive()
                                : predictions.model().labels().negative(),
                        p.probability()))
                .toList();
    }
}
