package dev.carornot.training.report;

import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.evaluation.Comparison;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.robustness.Robustness;
import java.util.List;
import java.util.Optional;

/**
 * What a report tells.
 *
 * @param manifest the model's
 * @param dataset the photographs' data set; its files are read again, for the gallery
 * @param splits in the order in which they are to appear; at least one
 * @param warnings about the data
 */
public record ReportContent(Manifest manifest, Dataset dataset, List<Split> splits, DataWarnings warnings) {
    public ReportContent {
        splits = List.copyOf(splits);
    }

    /**
     * One split.
     *
     * @param name the split's
     * @param predictions what the model said
     * @param robustness what changes of the photographs do, where it was looked at
     * @param against the comparison with another model, which is the first of the two, where there is one
     * @param heat of misclassified photographs, as far as it was looked at
     */
    public record Split(
            String name,
            Predictions predictions,
            Optional<Robustness> robustness,
            Optional<Comparison> against,
            HeatPictures heat) {
        /** The same, compared with another model. */
        public Split with(Comparison comparison) {
            return new Split(name, predictions, robustness, Optional.of(comparison), heat);
        }
    }
}
