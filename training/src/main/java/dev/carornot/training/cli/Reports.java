package dev.carornot.training.cli;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.audit.AuditFiles;
import dev.carornot.training.audit.ModelShortcuts;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Comparison;
import dev.carornot.training.evaluation.Evaluator;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.report.DataWarnings;
import dev.carornot.training.report.HeatPictures;
import dev.carornot.training.report.ReportContent;
import dev.carornot.training.report.ReportFile;
import dev.carornot.training.robustness.Robustness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets a model look at whatever a report tells, and writes it. To be used by one thread. */
final class Reports {
    private final Artifact artifact;
    private final PrecisionChoice precision;
    private final Dataset dataset;
    private final ProgressFactory progress;

    Reports(Artifact artifact, PrecisionChoice precision, Dataset dataset, ProgressFactory progress) {
        this.artifact = artifact;
        this.precision = precision;
        this.dataset = dataset;
        this.progress = progress;
    }

    /**
     * Writes a report.
     *
     * @param splits their names, in order
     * @param known what the model said of some of them already
     * @param changed photographs of each split to look at for robustness, at most; 0 for none
     * @param against another model
     * @param check {@code report.json} of a check of the data set, for its suspects
     */
    void write(
            List<String> splits,
            Map<String, Predictions> known,
            int changed,
            Optional<Artifact> against,
            Optional<Path> check,
            Path file) {
        // A split that is not there, or a check of other data, is found out before anything is looked at.
        splits.forEach(dataset::split);
        List<DataWarnings.Suspect> suspects =
                check.map(report -> suspects(report, splits)).orElse(List.of());
        List<ReportContent.Split> contents = new ArrayList<>();
        try (Classifier classifier = Models.open(artifact, precision)) {
            Evaluator evaluator = Models.evaluator(classifier);
            for (String split : splits) {
                Predictions said =
                        known.containsKey(split) ? known.get(split) : evaluator.predict(dataset.split(split), progress);
                Optional<Robustness> robustness =
                        changed == 0 || said.classified().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Robustness.of(evaluator, said, changed, progress));
                contents.add(new ReportContent.Split(
                        split, said, robustness, Optional.empty(), HeatPictures.of(classifier, said, progress)));
            }
        }
        if (against.isPresent()) {
            contents.replaceAll(split -> compared(split, against.get()));
        }
        List<String> shortcuts = contents.stream()
                .flatMap(split ->
                        ModelShortcuts.sentences(split.name(), split.predictions(), dataset, progress).stream())
                .toList();
        ReportFile.write(
                new ReportContent(artifact.manifest(), dataset, contents, new DataWarnings(shortcuts, suspects)), file);
    }

    private List<DataWarnings.Suspect> suspects(Path check, List<String> splits) {
        Set<Photograph> shown = new HashSet<>();
        splits.forEach(split -> shown.addAll(dataset.split(split)));
        List<DataWarnings.Suspect> suspects = new ArrayList<>();
        AuditFiles.suspects(check, dataset).forEach((photograph, probability) -> {
            if (shown.contains(photograph)) {
                suspects.add(new DataWarnings.Suspect(
                        photograph,
                        String.format(
                                Locale.ROOT,
                                "a model that was not shown it gives this label a probability of %.4f",
                                probability)));
            }
        });
        return suspects;
    }

    private ReportContent.Split compared(ReportContent.Split split, Artifact other) {
        Predictions said = Models.predict(other, precision, dataset.split(split.name()), progress);
        Comparison comparison = Comparison.of(said, split.predictions(), dataset.digest(), split.name());
        return split.with(comparison);
    }
}
