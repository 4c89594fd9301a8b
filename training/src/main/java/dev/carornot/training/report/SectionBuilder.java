package dev.carornot.training.report;

import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Bootstrap;
import dev.carornot.training.evaluation.Comparison;
import dev.carornot.training.evaluation.ComparisonText;
import dev.carornot.training.evaluation.Curves;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.evaluation.Evaluation.OfSource;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.report.Page.Change;
import dev.carornot.training.report.Page.Differing;
import dev.carornot.training.report.Page.Drawing;
import dev.carornot.training.report.Page.Group;
import dev.carornot.training.report.Page.Pair;
import dev.carornot.training.report.Page.Section;
import dev.carornot.training.report.Page.Shown;
import dev.carornot.training.robustness.Robustness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A split's part of the page. To be used by one thread. */
final class SectionBuilder {
    /** Of fewer photographs of a kind, an interval reaches over half of all rates. */
    private static final int SMALLEST_KIND = 5;

    private final String id;
    private final Manifest manifest;
    private final ReportContent.Split split;
    private final Evaluation evaluation;
    private final Labels labels;

    /** @param id of the section in the page; what is inside begins with it */
    SectionBuilder(String id, Manifest manifest, ReportContent.Split split, Evaluation evaluation) {
        this.id = id;
        this.manifest = manifest;
        this.split = split;
        this.evaluation = evaluation;
        this.labels = manifest.labels();
    }

    Section build() {
        Metrics.Confusion confusion = evaluation.confusion();
        return new Section(
                id,
                split.name(),
                Figures.count(confusion.truePositives()),
                Figures.count(confusion.falseNegatives()),
                Figures.count(confusion.falsePositives()),
                Figures.count(confusion.trueNegatives()),
                drawings(),
                groups(evaluation.bySource()),
                kinds(evaluation.byHardNegative()),
                split.robustness().map(this::robustnessNote).orElse(""),
                split.robustness().map(SectionBuilder::changes).orElse(List.of()),
                split.against().map(SectionBuilder::against).orElse(List.of()),
                split.against().map(SectionBuilder::differing).orElse(List.of()),
                !split.heat().isEmpty(),
                wrong(),
                evaluation.refused().stream()
                        .map(refused -> new Pair(refused.path(), refused.reason()))
                        .toList());
    }

    private List<Drawing> drawings() {
        Predictions predictions = split.predictions();
        double[] probability = predictions.probabilities();
        boolean[] positive = predictions.labels();
        Bootstrap bootstrap = new Bootstrap(positive);
        Decision decision = manifest.decision();
        // Exactly the same numbers at temperature 1, which a way through the logits would not give.
        double[] alone = decision.temperature() == 1
                ? probability
                : predictions
                        .decidedBy(decision, new Decision(1, decision.lower(), decision.upper()))
                        .probabilities();
        String calibration = decision.temperature() == 1
                ? "The temperature is 1: the probabilities are the network's own, with a calibration error (ECE) of "
                        + Figures.percent(evaluation.ece()) + "."
                : "Calibration error (ECE) " + Figures.percent(Metrics.expectedCalibrationError(alone, positive))
                        + " before and " + Figures.percent(evaluation.ece()) + " after temperature scaling by "
                        + Figures.four(decision.temperature()) + ".";
        return List.of(
                Charts.roc(id + "-roc", probability, positive, bootstrap, evaluation),
                Charts.precisionRecall(id + "-pr", probability, positive, bootstrap, evaluation),
                Charts.reliability(id + "-reliability", alone, probability, positive, calibration),
                Charts.coverage(id + "-coverage", Curves.coverage(probability, positive)));
    }

    /** The most errors first. */
    private static List<Group> groups(Map<String, OfSource> groups) {
        Comparator<Map.Entry<String, OfSource>> worst =
                Comparator.comparingInt(group -> -group.getValue().errors());
        return groups.entrySet().stream()
                .sorted(worst.thenComparing(group -> -group.getValue().count()))
                .map(group -> group(
                        group.getKey(),
                        group.getValue().count(),
                        group.getValue().errors()))
                .toList();
    }

    /** As {@link #groups}, with those that are too small to tell anything as one. */
    private static List<Group> kinds(Map<String, OfSource> kinds) {
        Map<String, OfSource> large = new TreeMap<>(kinds);
        large.values().removeIf(kind -> kind.count() < SMALLEST_KIND);
        List<Group> rows = new ArrayList<>(groups(large));
        int small = kinds.size() - large.size();
        if (small > 0) {
            List<OfSource> rest = kinds.values().stream()
                    .filter(kind -> kind.count() < SMALLEST_KIND)
                    .toList();
            rows.add(group(
                    small + (small == 1 ? " kind" : " kinds") + " of fewer than " + SMALLEST_KIND + " photographs",
                    rest.stream().mapToInt(OfSource::count).sum(),
                    rest.stream().mapToInt(OfSource::errors).sum()));
        }
        return rows;
    }

    private static Group group(String name, int count, int errors) {
        return new Group(
                name,
                Figures.count(count),
                Figures.count(errors),
                Figures.percent((double) errors / count),
                Figures.percentRange(Metrics.wilson(errors, count)));
    }

    private String robustnessNote(Robustness robustness) {
        String which = robustness.photographs() == robustness.of()
                ? "All " + Figures.count(robustness.of()) + " photographs"
                : "A sample of " + Figures.count(robustness.photographs()) + " of the " + Figures.count(robustness.of())
                        + " photographs, drawn with a fixed seed";
        return which + ", changed and classified again from bytes to verdict. Unchanged "
                + Figures.percent(1 - (double) robustness.errors() / robustness.photographs())
                + " of them are right at 0.5.";
    }

    private static List<Change> changes(Robustness robustness) {
        return robustness.effects().stream()
                .map(effect -> new Change(
                        effect.perturbation().title(),
                        effect.classified() == 0
                                ? "none was classified"
                                : Figures.percent(1 - (double) effect.errors() / effect.classified()),
                        Figures.percentRange(new Metrics.Interval(
                                1 - effect.errorRateInterval().high(),
                                1 - effect.errorRateInterval().low())),
                        Figures.count(effect.crossings()),
                        Figures.count(effect.verdictChanges()),
                        Figures.count(robustness.photographs() - effect.classified())))
                .toList();
    }

    private static List<String> against(Comparison comparison) {
        return List.of(
                ComparisonText.conclusion(comparison),
                "A is " + comparison.first().name() + " " + comparison.first().version() + ", B the model of this"
                        + " report. Accuracy, B less A: " + Figures.percent(comparison.accuracyDifference()) + " ("
                        + Figures.percentRange(comparison.accuracyInterval()) + "); AUROC: "
                        + Figures.four(comparison.aurocDifference()) + " ("
                        + Figures.fourRange(comparison.aurocInterval()) + "); 95 % intervals of the paired bootstrap.");
    }

    private static List<Differing> differing(Comparison comparison) {
        return comparison.discordant().stream()
                .map(d -> new Differing(
                        d.right() == 1 ? "A" : "B",
                        Figures.four(d.first()),
                        Figures.four(d.second()),
                        d.label(),
                        d.path()))
                .toList();
    }

    private List<Shown> wrong() {
        Map<String, Prediction> byPath = new HashMap<>();
        split.predictions()
                .classified()
                .forEach(prediction -> byPath.put(prediction.photograph().path(), prediction));
        List<Shown> shown = new ArrayList<>();
        for (Evaluation.Misclassified wrong : evaluation.misclassified()) {
            Prediction prediction = byPath.get(wrong.path());
            String called = labels.of(!prediction.photograph().positive());
            String probability = Figures.four(wrong.probability());
            shown.add(shown(
                    prediction.photograph(),
                    split.heat().of(prediction.photograph()),
                    wrong.label() + ", called " + called + ": " + probability,
                    "Photograph labelled " + wrong.label() + " that the model calls " + called));
        }
        return shown;
    }

    static Shown shown(Photograph photograph, String heat, String headline, String alternative) {
        return new Shown(
                Gallery.image(photograph), heat, alternative, headline, photograph.path(), photograph.source());
    }
}
