package dev.carornot.training.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.report.Page.Drawing;
import dev.carornot.training.report.Page.Pair;
import dev.carornot.training.report.Page.Section;
import dev.carornot.training.report.Page.Shown;
import dev.carornot.training.report.Page.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a report's content into what the template prints. To be used by one thread. */
final class PageBuilder {
    private final ReportContent content;
    private final Manifest manifest;

    PageBuilder(ReportContent content) {
        this.content = content;
        this.manifest = content.manifest();
    }

    Page build() {
        List<Summary> summary = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        for (ReportContent.Split split : content.splits()) {
            String id = "split-" + (sections.size() + 1);
            Evaluation evaluation = Evaluation.of(split.predictions(), content.dataset(), split.name());
            summary.add(summary(id, evaluation));
            sections.add(new SectionBuilder(id, manifest, split, evaluation).build());
        }
        JsonNode training = manifest.provenance().path("training");
        return new Page(
                manifest.name() + " " + manifest.version(),
                manifest.labels().positive(),
                manifest.labels().negative(),
                facts(),
                summary,
                training(training),
                epochs(training.path("epochs")),
                sections,
                content.warnings().shortcuts(),
                suspects(),
                provenance());
    }

    private List<Pair> facts() {
        ModelDescription model = content.splits().get(0).predictions().model();
        List<Pair> facts = new ArrayList<>();
        facts.add(new Pair(
                "Classes",
                model.labels().positive() + " (positive), " + model.labels().negative() + " (negative)"));
        facts.add(new Pair("Arithmetic", model.precision()));
        facts.add(new Pair(
                "Decision",
                String.format(
                        Locale.ROOT,
                        "temperature %.4f; %s from %.4f on, %s below %.4f, uncertain between",
                        manifest.decision().temperature(),
                        model.labels().positive(),
                        manifest.decision().upper(),
                        model.labels().negative(),
                        manifest.decision().lower())));
        facts.add(new Pair("Data set", content.dataset().digest()));
        return facts;
    }

    private static Summary summary(String id, Evaluation evaluation) {
        return new Summary(
                id,
                evaluation.split(),
                Figures.count(evaluation.count()),
                Figures.count(evaluation.errors()),
                Figures.percent(evaluation.accuracy()),
                Figures.percentRange(evaluation.intervals().accuracy()),
                Figures.four(evaluation.auroc()),
                Figures.fourRange(evaluation.intervals().auroc()),
                Figures.four(evaluation.averagePrecision()),
                Figures.fourRange(evaluation.intervals().averagePrecision()),
                Figures.percent(evaluation.ece()),
                Figures.percentRange(evaluation.intervals().ece()),
                Figures.percent(evaluation.errorAtCoverage()),
                Figures.count(evaluation.atThresholds().uncertain()),
                Figures.count(evaluation.atThresholds().decidedErrors()),
                Figures.count(evaluation.refused().size()));
    }

    private static List<Drawing> training(JsonNode training) {
        JsonNode epochs = training.path("epochs");
        int best = training.path("bestEpoch").asInt();
        if (!epochs.isArray() || epochs.isEmpty() || best < 1 || best > epochs.size()) {
            return List.of();
        }
        return List.of(
                Charts.training("loss", "Mean binary cross-entropy", epochs, best, "trainingLoss", "validationLoss"),
                Charts.training(
                        "accuracy",
                        "Share of right answers at 0.5",
                        epochs,
                        best,
                        "trainingAccuracy",
                        "validationAccuracy"));
    }

    private static List<List<String>> epochs(JsonNode epochs) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode epoch : epochs) {
            rows.add(List.of(
                    epoch.path("epoch").asText(),
                    Figures.four(epoch.path("trainingLoss").asDouble()),
                    Figures.four(epoch.path("validationLoss").asDouble()),
                    Figures.percent(epoch.path("trainingAccuracy").asDouble()),
                    Figures.percent(epoch.path("validationAccuracy").asDouble())));
        }
        return rows;
    }

    private List<Shown> suspects() {
        return content.warnings().suspects().stream()
                .map(suspect -> {
                    String label = manifest.labels().of(suspect.photograph().positive());
                    return SectionBuilder.shown(
                            suspect.photograph(),
                            "",
                            label + "? " + suspect.reason(),
                            "Photograph whose label, " + label + ", may be wrong");
                })
                .toList();
    }

    /** The manifest's account of where the model comes from, flattened; the epochs have a table of their own, the steps none. */
    private List<Pair> provenance() {
        List<Pair> pairs = new ArrayList<>();
        flatten("", manifest.provenance(), pairs);
        flatten("evaluation.calibration", manifest.evaluation().path("calibration"), pairs);
        manifest.files()
                .forEach(file -> pairs.add(new Pair(
                        "file " + file.path(), Figures.count(file.length()) + " bytes, SHA-256 " + file.sha256())));
        return pairs;
    }

    private static void flatten(String name, JsonNode node, List<Pair> pairs) {
        if (name.equals("training.epochs") || name.equals("training.steps") || node.isMissingNode()) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue(), pairs);
            }
        } else if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(value -> values.add(value.isValueNode() ? value.asText() : value.toString()));
            pairs.add(new Pair(name, String.join(", ", values)));
        } else {
            pairs.add(new Pair(name, node.asText()));
        }
    }
}
