package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Metrics.Confusion;
import dev.carornot.training.evaluation.Metrics.Interval;
import dev.carornot.training.evaluation.Predictions.Answer;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.failure.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

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
 * @param averagePrecision {@link Metrics#averagePrecision}
 * @param ece {@link Metrics#expectedCalibrationError}
 * @param logLoss {@link Metrics#logLoss}
 * @param brier {@link Metrics#brier}
 * @param intervals of some of these figures, by the bootstrap
 * @param errorAtCoverage errors at 0.5 among the most confident 90 %
 * @param areaUnderCoverageCurve {@link Curves.CoverageCurve#areaUnderCurve}
 * @param confusion at 0.5
 * @param atThresholds at the model's thresholds
 * @param bySource by the photographs' source, sorted
 * @param byHardNegative those whose note begins with {@value #HARD_NEGATIVE}, by the folder that holds them, sorted
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
        double averagePrecision,
        double ece,
        double logLoss,
        double brier,
        Bootstrap.Intervals intervals,
        double errorAtCoverage,
        double areaUnderCoverageCurve,
        Confusion confusion,
        AtThresholds atThresholds,
        Map<String, OfSource> bySource,
        Map<String, OfSource> byHardNegative,
        List<Misclassified> misclassified,
        List<RefusedPhotograph> refused,
        double seconds,
        double photographsPerSecond) {
    /** What photographs without a source are filed under. */
    static final String NO_SOURCE = "not stated";

    /** How the note of a photograph begins that is negative and easily taken for positive. */
    public static final String HARD_NEGATIVE = "hard_negative";

    /** Of {@code errorAtCoverage}. */
    public static final double COVERAGE = 0.9;

    /**
     * Verdicts at the model's own thresholds.
     *
     * @param uncertain between them
     * @param decided the others
     * @param decidedErrors of the decided, the wrong ones
     */
    public record AtThresholds(int uncertain, int decided, int decidedErrors) {}

    /** Figures of one source, or of another group, at 0.5. */
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
        double[] probability = predictions.probabilities();
        boolean[] positive = predictions.labels();
        requireBothClasses(positive, split, total);
        Curves.CoverageCurve coverage = Curves.coverage(probability, positive);
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
                Metrics.averagePrecision(probability, positive),
                Metrics.expectedCalibrationError(probability, positive),
                Metrics.logLoss(probability, positive),
                Metrics.brier(probability, positive),
                new Bootstrap(positive).intervals(probability, positive),
                coverage.errorAt(COVERAGE),
                coverage.areaUnderCurve(),
                confusion,
                atThresholds(classified),
                grouped(classified, Evaluation::source),
                grouped(classified, Evaluation::hardNegative),
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

    /** Refusals may leave none of a class, although each split has both. */
    static void requireBothClasses(boolean[] positive, String split, int photographs) {
        int positives = 0;
        for (boolean each : positive) {
            positives += each ? 1 : 0;
        }
        if (positives == 0 || positives == positive.length) {
            throw new UserException("The split '" + split + "' cannot be judged: of its " + photographs
                    + " photographs " + (photographs - positive.length)
                    + " were refused, and the rest are of one class only.");
        }
    }

    private static Optional<String> source(Photograph photograph) {
        return Optional.of(photograph.source().isEmpty() ? NO_SOURCE : photograph.source());
    }

    /** Data sets name what a hard negative shows in its folder: bus, train, truck. */
    private static Optional<String> hardNegative(Photograph photograph) {
        if (!photograph.note().startsWith(HARD_NEGATIVE)) {
            return Optional.empty();
        }
        String[] parts = photograph.path().split("/", -1);
        return Optional.of(parts.length < 2 ? NO_SOURCE : parts[parts.length - 2]);
    }

    private static Map<String, OfSource> grouped(
            List<Prediction> classified, Function<Photograph, Optional<String>> group) {
        Map<String, List<Prediction>> groups = new TreeMap<>();
        for (Prediction prediction : classified) {
            group.apply(prediction.photograph())
                    .ifPresent(name ->
                            groups.computeIfAbsent(name, n -> new ArrayList<>()).add(prediction));
        }
        Map<String, OfSource> figures = new TreeMap<>();
        groups.forEach((name, members) -> {
            int errors = (int) members.stream().filter(Prediction::isError).count();
            figures.put(name, new OfSource(members.size(), errors, 1 - (double) errors / members.size()));
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
                        predictions.model().labels().of(p.photograph().positive()),
                        p.probability()))
                .toList();
    }
}
