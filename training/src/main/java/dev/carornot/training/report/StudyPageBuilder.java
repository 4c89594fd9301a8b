package dev.carornot.training.report;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.report.Page.Drawing;
import dev.carornot.training.report.Page.Pair;
import dev.carornot.training.report.StudyPage.Cell;
import dev.carornot.training.report.StudyPage.Curves;
import dev.carornot.training.report.StudyPage.Row;
import dev.carornot.training.report.StudyPage.Section;
import dev.carornot.training.study.SplitFigures;
import dev.carornot.training.study.StudyResults;
import dev.carornot.training.study.StudyResults.Baseline;
import dev.carornot.training.study.StudyResults.OfRun;
import dev.carornot.training.study.StudyResults.OfStudy;
import dev.carornot.training.study.StudyResults.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns results of studies into what the template prints. To be used by one thread. */
final class StudyPageBuilder {
    private static final List<String> USUAL = List.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST);

    /** Run, head, learning rate, batch, epochs, four of accuracy and loss, their gap, test. */
    private static final int FIXED_COLUMNS = 11;

    private static final int SETTINGS = 4;

    /** The write-up's errors. */
    private static final int WRITE_UP_ERRORS = 7;

    /** Its test set if that was the official test split of Stanford Cars and a fifth of Caltech-256; it gives no size. */
    private static final int WRITE_UP_TEST = 14_162;

    private final StudyResults results;
    private final List<String> heldOut;

    StudyPageBuilder(StudyResults results) {
        this.results = results;
        TreeSet<String> others = new TreeSet<>();
        results.studies().forEach(study -> study.counts().forEach(count -> others.add(count.split())));
        others.removeAll(USUAL);
        this.heldOut = List.copyOf(others);
    }

    StudyPage build() {
        List<Section> sections = new ArrayList<>();
        for (OfStudy study : results.studies()) {
            sections.add(section("study-" + (sections.size() + 1), study));
        }
        return new StudyPage(
                facts(),
                writeUp(),
                hidden(),
                heldOut,
                FIXED_COLUMNS + heldOut.size(),
                "Where a run had several seeds, from " + results.seed()
                        + " on, accuracy and loss are means with the range below, and errors are listed seed by seed; the"
                        + " interval is that of seed " + results.seed() + ", as are the baselines.",
                sections);
    }

    private List<Pair> facts() {
        return List.of(
                new Pair("Written", results.created()),
                new Pair("Photographs", Figures.count(results.photographs()) + unreadable()),
                new Pair("Data set", results.dataDigest()),
                new Pair(
                        "Backbone",
                        results.backboneFile() + ", " + Figures.count(results.features()) + " features in "
                                + results.precision() + ", SHA-256 " + results.backboneSha256()),
                new Pair(
                        "Time",
                        String.format(
                                Locale.ROOT,
                                "%.1f s for features (%,d computed, the others cached), %.1f s for all heads and baselines,"
                                        + " %d processors",
                                results.featureSeconds(),
                                results.featuresComputed(),
                                results.studySeconds(),
                                results.processors())));
    }

    private String unreadable() {
        int count = results.unreadable().size();
        return count == 0 ? "" : ", and " + Figures.count(count) + " that cannot be read";
    }

    private static Optional<SplitFigures> of(List<SplitFigures> splits, String name) {
        return splits.stream().filter(figures -> figures.split().equals(name)).findFirst();
    }

    private List<String> writeUp() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "The write-up counts " + WRITE_UP_ERRORS + " wrong photographs in its test sets, and gives no size."
                        + " With the official test split of Stanford Cars and a fifth of Caltech-256 that would be "
                        + wrong(SplitFigures.of(Dataset.TEST, WRITE_UP_TEST, WRITE_UP_ERRORS, null), "about ") + ".");
        for (OfStudy study : results.studies()) {
            OfRun best = best(study);
            StringBuilder sentence = new StringBuilder("Of " + study.name() + ", at seed " + results.seed()
                    + ", the run with the least loss on validation is " + best.name() + ": ");
            List<String> parts = new ArrayList<>();
            for (String split : tested()) {
                of(best.outcomes().get(0).splits(), split)
                        .ifPresent(figures -> parts.add(wrong(figures, "") + " on " + split));
            }
            sentences.add(sentence.append(String.join("; ", parts)).append('.').toString());
        }
        return sentences;
    }

    /**
     * Chosen by validation, at the first seed: never by what is reported. Runs that leave sources out are validated on other
     * photographs, which says nothing beside the others.
     */
    private static OfRun best(OfStudy study) {
        List<OfRun> comparable =
                study.runs().stream().filter(run -> run.without().isEmpty()).toList();
        return (comparable.isEmpty() ? study.runs() : comparable)
                .stream()
                        .min(Comparator.comparingDouble(
                                run -> of(run.outcomes().get(0).splits(), Dataset.VALIDATION)
                                        .map(SplitFigures::loss)
                                        .orElse(Double.POSITIVE_INFINITY)))
                        .orElseThrow();
    }

    private List<String> tested() {
        List<String> tested = new ArrayList<>(List.of(Dataset.TEST));
        tested.addAll(heldOut);
        return tested;
    }

    private static String wrong(SplitFigures figures, String about) {
        return Figures.count(figures.errors()) + " of " + about + Figures.count(figures.count()) + " wrong, "
                + Figures.percent((double) figures.errors() / figures.count()) + " ("
                + Figures.percentRange(figures.errorInterval()) + ")";
    }

    private List<String> hidden() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "The write-up's test set is saturated: seven photographs cannot tell one good network from another."
                        + " Here, too, runs whose intervals overlap are not told apart, and the best of many runs is best by chance,"
                        + " too.");
        Map<String, List<String>> shortcuts = new LinkedHashMap<>();
        for (OfStudy study : results.studies()) {
            for (Baseline baseline : study.baselines()) {
                shortcut(baseline)
                        .ifPresent(parts -> shortcuts
                                .computeIfAbsent(parts, p -> new ArrayList<>())
                                .add(study.name()));
            }
        }
        shortcuts.forEach((parts, studies) -> sentences.add("Size and encoding give the label away: in "
                + String.join(" and ", studies) + ", width, height, bytes and JPEG tables alone, without a look at the"
                + " picture, guess " + parts + " right."));
        sentences.add(
                "The write-up's positives and negatives come from two collections each, so size, encoding and framing"
                        + " give the label away there, too. Caltech-256 has a class of cars (252.car-side-101), tyres, number"
                        + " plates and streets among its negatives, and about 1.5 % of its labels are not confirmed by people.");
        if (!heldOut.isEmpty()) {
            sentences.add("Photographs of other collections (" + String.join(", ", heldOut)
                    + ") are the better question. No run was chosen by them.");
        }
        return sentences;
    }

    /** A baseline that only gives answers is the guess from file properties. */
    private Optional<String> shortcut(Baseline baseline) {
        if (baseline.splits().stream().anyMatch(figures -> figures.loss() != null)) {
            return Optional.empty();
        }
        String parts = tested().stream()
                .flatMap(split -> of(baseline.splits(), split).stream())
                .map(figures -> Figures.percent(figures.accuracy()) + " of " + figures.split())
                .collect(Collectors.joining(" and "));
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    private Section section(String id, OfStudy study) {
        List<Row> rows = new ArrayList<>();
        for (Baseline baseline : study.baselines()) {
            rows.add(new Row(
                    baseline.name(),
                    true,
                    Collections.nCopies(SETTINGS, Cell.NONE),
                    figures(List.of(baseline.splits()))));
        }
        boolean anySeeds = study.runs().stream().anyMatch(run -> run.outcomes().size() > 1);
        List<Curves> main = new ArrayList<>();
        List<Curves> others = new ArrayList<>();
        for (OfRun run : study.runs()) {
            rows.add(new Row(
                    run.name(),
                    false,
                    settings(run),
                    figures(run.outcomes().stream().map(Outcome::splits).toList())));
            boolean isMain = !anySeeds || run.outcomes().size() > 1;
            String chart = id + "-" + (main.size() + others.size() + 1);
            (isMain ? main : others).add(curves(chart, run, isMain));
        }
        return new Section(
                id,
                study.name(),
                study.title(),
                study.about(),
                study.split(),
                study.counts().stream()
                        .map(count -> count.split() + " " + Figures.count(count.positive()) + " + "
                                + Figures.count(count.negative()))
                        .collect(Collectors.joining(", ")),
                rows,
                main,
                others);
    }

    private static List<Cell> settings(OfRun run) {
        String layers = run.hidden().isEmpty()
                ? "none"
                : run.hidden().stream().map(String::valueOf).collect(Collectors.joining("-"));
        List<Integer> kept = run.outcomes().stream().map(Outcome::kept).toList();
        boolean last = kept.stream().allMatch(epoch -> epoch == run.epochs());
        return List.of(
                new Cell(layers, run.dropout() == 0 ? "" : "dropout " + run.dropout()),
                new Cell(plain(run.learningRate()), ""),
                new Cell(Figures.count(run.batch()), ""),
                new Cell(
                        String.valueOf(run.epochs()),
                        last ? "" : "kept " + kept.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    private static String plain(double rate) {
        return new BigDecimal(String.valueOf(rate)).stripTrailingZeros().toPlainString();
    }

    /** @param outcomes the splits of each seed */
    private List<Cell> figures(List<List<SplitFigures>> outcomes) {
        List<Cell> cells = new ArrayList<>();
        tested().forEach(split -> cells.add(errors(outcomes, split)));
        cells.add(means(outcomes, s -> of(s, Dataset.TRAIN).map(SplitFigures::accuracy), Figures::percent));
        cells.add(means(outcomes, s -> of(s, Dataset.VALIDATION).map(SplitFigures::accuracy), Figures::percent));
        cells.add(means(outcomes, s -> of(s, Dataset.TRAIN).map(SplitFigures::loss), Figures::four));
        cells.add(means(outcomes, s -> of(s, Dataset.VALIDATION).map(SplitFigures::loss), Figures::four));
        cells.add(means(outcomes, StudyPageBuilder::gap, Figures::four));
        return cells;
    }

    private static Optional<Double> gap(List<SplitFigures> splits) {
        return of(splits, Dataset.TRAIN)
                .map(SplitFigures::loss)
                .flatMap(train ->
                        of(splits, Dataset.VALIDATION).map(SplitFigures::loss).map(validation -> validation - train));
    }

    private static Cell means(
            List<List<SplitFigures>> outcomes,
            Function<List<SplitFigures>, Optional<Double>> value,
            DoubleFunction<String> text) {
        List<Double> values = outcomes.stream()
                .flatMap(splits -> value.apply(splits).stream())
                .toList();
        if (values.isEmpty()) {
            return Cell.NONE;
        }
        OptionalDouble mean = values.stream().mapToDouble(v -> v).average();
        double low = values.stream().mapToDouble(v -> v).min().orElseThrow();
        double high = values.stream().mapToDouble(v -> v).max().orElseThrow();
        return new Cell(
                text.apply(mean.orElseThrow()), values.size() == 1 ? "" : range(text.apply(low), text.apply(high)));
    }

    /** A unit that both have is said once. */
    private static String range(String low, String high) {
        int unit = low.indexOf('\u00a0');
        return (unit < 0 ? low : low.substring(0, unit)) + " to " + high;
    }

    private static Cell errors(List<List<SplitFigures>> outcomes, String split) {
        List<SplitFigures> figures =
                outcomes.stream().flatMap(splits -> of(splits, split).stream()).toList();
        if (figures.isEmpty()) {
            return Cell.NONE;
        }
        boolean sameSize = figures.stream().map(SplitFigures::count).distinct().count() == 1;
        String value = sameSize
                ? figures.stream().map(f -> Figures.count(f.errors())).collect(Collectors.joining(", ")) + " of "
                        + Figures.count(figures.get(0).count())
                : figures.stream()
                        .map(f -> Figures.count(f.errors()) + "/" + Figures.count(f.count()))
                        .collect(Collectors.joining(", "));
        SplitFigures first = figures.get(0);
        return new Cell(
                value,
                Figures.percent((double) first.errors() / first.count()) + " ("
                        + Figures.percentRange(Metrics.wilson(first.errors(), first.count())) + ")");
    }

    private static Curves curves(String id, OfRun run, boolean byEpochs) {
        Outcome outcome = run.outcomes().get(0);
        List<Drawing> drawings = new ArrayList<>(List.of(
                Charts.curves(
                        id + "-ls", "Loss by step", "step", true, outcome.trainingSteps(), outcome.validationSteps()),
                Charts.curves(
                        id + "-as",
                        "Accuracy by step",
                        "step",
                        false,
                        outcome.trainingSteps(),
                        outcome.validationSteps())));
        if (byEpochs) {
            drawings.add(Charts.curves(
                    id + "-le", "Loss by epoch", "epoch", true, outcome.trainingEpochs(), outcome.validationEpochs()));
            drawings.add(Charts.curves(
                    id + "-ae",
                    "Accuracy by epoch",
                    "epoch",
                    false,
                    outcome.trainingEpochs(),
                    outcome.validationEpochs()));
        }
        return new Curves(
                run.name(),
                "batch " + Figures.count(run.batch()) + ", learning rate " + plain(run.learningRate()) + ", "
                        + run.epochs() + (run.epochs() == 1 ? " epoch" : " epochs") + ", seed " + outcome.seed(),
                drawings);
    }
}
