package dev.carornot.training.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carornot.training.evaluation.Bootstrap;
import dev.carornot.training.evaluation.Curves;
import dev.carornot.training.evaluation.Curves.CoverageCurve;
import dev.carornot.training.evaluation.Curves.PrecisionRecallPoint;
import dev.carornot.training.evaluation.Curves.ReliabilityBin;
import dev.carornot.training.evaluation.Curves.RocPoint;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.experiment.LearningRateCurve;
import dev.carornot.training.experiment.StepFigures;
import dev.carornot.training.report.Chart.Axis;
import dev.carornot.training.report.Page.Drawing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The report's charts. Stateless and thread-safe. */
final class Charts {
    private static final String FIRST = "a";
    private static final String SECOND = "b";
    private static final double[] GRID = IntStream.rangeClosed(0, Bootstrap.BAND_STEPS)
            .mapToDouble(i -> (double) i / Bootstrap.BAND_STEPS)
            .toArray();

    /** Where a model finds nine positives in ten at one false alarm in ten, all there is to see lies in the corner. */
    private static final double CORNER_RATE = 0.1;

    private static final double CORNER_FOUND = 0.9;
    private static final double CORNER_WIDTH = 0.2;

    /** Where an axis of accuracies begins at the latest, so that it has a length when all are 1. */
    private static final double HIGHEST_START = 0.9;

    private Charts() {}

    private static <T> double[] values(List<T> points, ToDoubleFunction<T> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private static double[] values(List<Double> numbers) {
        return values(numbers, Double::doubleValue);
    }

    /** Two lines over the epochs: of training and of validation, by their names in the manifest. */
    static Drawing training(String id, String title, JsonNode epochs, int best, String training, String validation) {
        double[] xs = new double[epochs.size()];
        double[] ofTraining = new double[xs.length];
        double[] ofValidation = new double[xs.length];
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (int i = 0; i < xs.length; i++) {
            xs[i] = epochs.path(i).path("epoch").asInt();
            ofTraining[i] = epochs.path(i).path(training).asDouble();
            ofValidation[i] = epochs.path(i).path(validation).asDouble();
            low = Math.min(low, Math.min(ofTraining[i], ofValidation[i]));
            high = Math.max(high, Math.max(ofTraining[i], ofValidation[i]));
        }
        boolean loss = training.endsWith("Loss");
        Axis y = loss ? Axis.upTo(title, high) : new Axis(title, Math.min(HIGHEST_START, Math.floor(10 * low) / 10), 1);
        String description = String.format(
                Locale.ROOT,
                "Epoch %d of %d, with the least loss on validation, was kept: %.4f in training and %.4f on validation.",
                best,
                xs.length,
                ofTraining[best - 1],
                ofValidation[best - 1]);
        return new Chart(
                        id,
                        title,
                        description,
                        new Axis("epoch", Math.min(1, xs.length - 1), Math.max(2, xs.length), Axis.Marks.WHOLE),
                        y)
                .mark(best, "kept")
                .line(SECOND, "training", xs, ofTraining)
                .line(FIRST, "validation", xs, ofValidation)
                .drawing();
    }

    /** Training and validation over steps or epochs. */
    static Drawing curves(
            String id,
            String title,
            String axis,
            boolean loss,
            List<StepFigures> training,
            List<StepFigures> validation) {
        ToDoubleFunction<StepFigures> figure = loss ? StepFigures::loss : StepFigures::accuracy;
        double[] trainingSteps = values(training, StepFigures::step);
        double[] ofTraining = values(training, figure);
        double[] validationSteps = values(validation, StepFigures::step);
        double[] ofValidation = values(validation, figure);
        double low = Math.min(min(ofTraining), min(ofValidation));
        double high = Math.max(max(ofTraining), max(ofValidation));
        double last = Math.max(max(trainingSteps), max(validationSteps));
        String name = loss ? "mean binary cross-entropy" : "share of right answers";
        Axis y = loss ? Axis.upTo(name, high) : new Axis(name, Math.min(HIGHEST_START, Math.floor(10 * low) / 10), 1);
        boolean epochs = axis.equals("epoch");
        Chart chart = new Chart(
                        id,
                        title,
                        String.format(
                                Locale.ROOT,
                                "At the end %.4f in training and %.4f on validation.",
                                ofTraining[ofTraining.length - 1],
                                ofValidation[ofValidation.length - 1]),
                        epochs ? new Axis(axis, 1, Math.max(2, last), Axis.Marks.WHOLE) : Axis.upTo(axis, last),
                        y)
                .line(SECOND, "training", trainingSteps, ofTraining)
                .line(FIRST, "validation", validationSteps, ofValidation);
        if (epochs) {
            // One epoch alone is no line.
            chart.dots(SECOND, "", trainingSteps, ofTraining, ofTraining, ofTraining)
                    .dots(FIRST, "", validationSteps, ofValidation, ofValidation, ofValidation);
        }
        return chart.drawing();
    }

    /** The losses of a range test over the learning rate. */
    static Drawing learningRates(String id, LearningRateCurve curve) {
        List<LearningRateCurve.Point> points = curve.points();
        double[] rates = values(points, LearningRateCurve.Point::rate);
        double[] losses = values(points, LearningRateCurve.Point::loss);
        double[] smoothed = values(points, LearningRateCurve.Point::smoothed);
        Chart chart = new Chart(
                        id,
                        "Loss while the learning rate rises",
                        "The axis of the learning rate is logarithmic. " + curve.sentence(),
                        new Axis("learning rate", min(rates), Math.max(max(rates), 10 * min(rates)), Axis.Marks.POWERS),
                        // A single batch may be far off where training falls apart.
                        Axis.upTo("mean binary cross-entropy", 1.25 * max(smoothed)))
                .line(SECOND, "of a step", rates, losses)
                .line(FIRST, "smoothed", rates, smoothed);
        curve.reading().ifPresent(read -> chart.mark(read.suggested(), "suggested"));
        return chart.drawing();
    }

    private static double min(double[] numbers) {
        return Arrays.stream(numbers).min().orElseThrow();
    }

    private static double max(double[] numbers) {
        return Arrays.stream(numbers).max().orElseThrow();
    }

    static Drawing roc(
            String id, double[] probability, boolean[] positive, Bootstrap bootstrap, Evaluation evaluation) {
        List<RocPoint> points = Curves.roc(probability, positive);
        Bootstrap.Band band = bootstrap.rocBand(probability, positive);
        double found = points.stream()
                .filter(p -> p.falsePositiveRate() <= CORNER_RATE)
                .mapToDouble(RocPoint::truePositiveRate)
                .max()
                .orElse(0);
        boolean corner = found >= CORNER_FOUND;
        String description = "AUROC " + Figures.four(evaluation.auroc()) + ", 95 % interval "
                + Figures.fourRange(evaluation.intervals().auroc()) + "; "
                + Figures.percent(found) + " of the positives are found with at most 10 % false alarms.";
        Axis x = new Axis("false positive rate", 0, corner ? CORNER_WIDTH : 1);
        Axis y = new Axis("true positive rate", corner ? 1 - CORNER_WIDTH : 0, 1);
        return new Chart(id, corner ? "ROC curve, its upper left corner" : "ROC curve", description, x, y)
                .rule(0, 0, 1, 1)
                .band(FIRST, GRID, values(band.low()), values(band.high()))
                .line(
                        FIRST,
                        "model, with its 95 % band",
                        values(points, RocPoint::falsePositiveRate),
                        values(points, RocPoint::truePositiveRate))
                .drawing();
    }

    static Drawing precisionRecall(
            String id, double[] probability, boolean[] positive, Bootstrap bootstrap, Evaluation evaluation) {
        List<PrecisionRecallPoint> points = Curves.precisionRecall(probability, positive);
        Bootstrap.Band band = bootstrap.precisionRecallBand(probability, positive);
        // A step for each point: its precision holds from the recall before it on.
        double[] xs = new double[2 * points.size()];
        double[] ys = new double[2 * points.size()];
        double before = 0;
        for (int i = 0; i < points.size(); i++) {
            xs[2 * i] = before;
            xs[2 * i + 1] = points.get(i).recall();
            ys[2 * i] = points.get(i).precision();
            ys[2 * i + 1] = points.get(i).precision();
            before = points.get(i).recall();
        }
        double share = (double) (evaluation.confusion().truePositives()
                        + evaluation.confusion().falseNegatives())
                / evaluation.count();
        boolean corner = points.stream().anyMatch(p -> p.recall() >= CORNER_FOUND && p.precision() >= CORNER_FOUND);
        String description = "Average precision " + Figures.four(evaluation.averagePrecision()) + ", 95 % interval "
                + Figures.fourRange(evaluation.intervals().averagePrecision())
                + "; chance would have a precision of " + Figures.percent(share) + ".";
        return new Chart(
                        id,
                        corner ? "Precision-recall curve, its upper right corner" : "Precision-recall curve",
                        description,
                        new Axis("recall", corner ? 1 - CORNER_WIDTH : 0, 1),
                        new Axis("precision", corner ? 1 - CORNER_WIDTH : Math.floor(10 * share) / 10, 1))
                .rule(0, share, 1, share)
                .band(FIRST, GRID, values(band.low()), values(band.high()))
                .line(FIRST, "model, with its 95 % band", xs, ys)
                .drawing();
    }

    /** Reliability of the probabilities, and of those that the network alone gives where these are others. */
    static Drawing reliability(String id, double[] before, double[] after, boolean[] positive, String description) {
        Chart chart = new Chart(
                        id,
                        "Reliability diagram",
                        "On the thin line probabilities are honest; bars are 95 % intervals. " + description,
                        new Axis("probability of the positive class, mean of a tenth", 0, 1),
                        new Axis("share of positives", 0, 1))
                .rule(0, 0, 1, 1);
        boolean calibrated = !Arrays.equals(before, after);
        if (calibrated) {
            dots(chart, SECOND, "network alone", Curves.reliability(before, positive));
        }
        dots(chart, FIRST, calibrated ? "calibrated" : "network alone", Curves.reliability(after, positive));
        return chart.drawing();
    }

    private static void dots(Chart chart, String style, String name, List<ReliabilityBin> bins) {
        chart.dots(
                style,
                name,
                values(bins, ReliabilityBin::meanProbability),
                values(bins, ReliabilityBin::positives),
                values(bins, bin -> bin.interval().low()),
                values(bins, bin -> bin.interval().high()));
    }

    static Drawing coverage(String id, CoverageCurve curve) {
        int count = curve.error().size();
        double[] xs = IntStream.rangeClosed(1, count)
                .mapToDouble(k -> (double) k / count)
                .toArray();
        double[] ys = values(curve.error());
        String description = "Error among the most confident photographs: "
                + Figures.percent(curve.errorAt(1)) + " of all, "
                + Figures.percent(curve.errorAt(Evaluation.COVERAGE)) + " at 90 % coverage; area under the curve "
                + Figures.four(curve.areaUnderCurve()) + ".";
        double highest = Arrays.stream(ys).max().orElse(0);
        return new Chart(
                        id,
                        "Coverage against error",
                        description,
                        new Axis("coverage, the most confident first", 0, 1),
                        Axis.upTo("error", highest))
                .mark(Evaluation.COVERAGE, "90 %")
                .line(FIRST, "", xs, ys)
                .drawing();
    }
}
