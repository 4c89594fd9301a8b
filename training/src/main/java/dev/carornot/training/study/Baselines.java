package dev.carornot.training.study;

import dev.carornot.training.audit.LogisticRegression;
import dev.carornot.training.audit.ShortcutAudit;
import dev.carornot.training.audit.ShortcutReport;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.features.Features;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.study.StudyResults.Baseline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What every head has to beat. Stateless and thread-safe. */
final class Baselines {
    private Baselines() {}

    static List<Baseline> of(Dataset dataset, SplitFeatures features, ProgressFactory progress) {
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(majority(features));
        ShortcutAudit.of(dataset, progress)
                .ifPresent(report -> baselines.add(fileProperties(report, features.splits())));
        baselines.add(logisticRegression(features));
        return baselines;
    }

    /** Always the training split's share of positives, and so always its larger class. */
    static Baseline majority(SplitFeatures features) {
        boolean[] train = SplitFeatures.labels(features.of(Dataset.TRAIN));
        int positives = 0;
        for (boolean positive : train) {
            positives += positive ? 1 : 0;
        }
        double share = (double) positives / train.length;
        List<SplitFigures> figures = new ArrayList<>();
        for (String split : features.splits()) {
            boolean[] positive = SplitFeatures.labels(features.of(split));
            double[] probability = new double[positive.length];
            Arrays.fill(probability, share);
            figures.add(SplitFigures.of(split, probability, positive));
        }
        return new Baseline("larger class always", figures);
    }

    /** The audit's guesses. That of the training split is out of fold, and so left out here. */
    private static Baseline fileProperties(ShortcutReport report, List<String> splits) {
        List<SplitFigures> figures = new ArrayList<>();
        for (String split : splits) {
            report.figures().stream()
                    .filter(figure -> figure.split().equals(split))
                    .map(figure -> SplitFigures.of(split, figure.count(), figure.count() - figure.right(), null))
                    .forEach(figures::add);
        }
        return new Baseline("file properties alone", figures);
    }

    private static Baseline logisticRegression(SplitFeatures features) {
        Features train = features.of(Dataset.TRAIN);
        LogisticRegression model = LogisticRegression.fit(train.vectors(), SplitFeatures.labels(train));
        List<SplitFigures> figures = new ArrayList<>();
        for (String split : features.splits()) {
            Features of = features.of(split);
            double[] probability =
                    of.vectors().stream().mapToDouble(model::probability).toArray();
            figures.add(SplitFigures.of(split, probability, SplitFeatures.labels(of)));
        }
        return new Baseline("logistic regression", figures);
    }
}
