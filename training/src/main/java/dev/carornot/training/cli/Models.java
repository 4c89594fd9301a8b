package dev.carornot.training.cli;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Evaluator;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.experiment.RecordedSplit;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens models for the commands. */
final class Models {
    private Models() {}

    /** The artifact in a folder, verified. */
    static Artifact artifact(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserException("There is no model folder '" + folder + "'.");
        }
        try {
            return Artifact.openVerified(new FolderFiles(folder));
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** A data set for the artifact's labels; without a manifest of its own, split as in the artifact's training. */
    static Dataset dataset(Artifact artifact, Path data, ProgressFactory progress) {
        return new DatasetReader(artifact.manifest().labels(), RecordedSplit.of(artifact.manifest()), progress)
                .read(data);
    }

    /** The artifact's model in the fastest precision; the caller closes it. */
    static Classifier open(Artifact artifact) {
        return open(artifact, PrecisionChoice.AUTO);
    }

    /** The artifact's model; the caller closes it. */
    static Classifier open(Artifact artifact, PrecisionChoice precision) {
        try {
            return Classifier.open(artifact, ClassifierOptions.DEFAULT.with(precision));
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** What the artifact's model says of photographs, on all processors. */
    static Predictions predict(
            Artifact artifact, PrecisionChoice precision, List<Photograph> photographs, ProgressFactory progress) {
        try (Classifier classifier = open(artifact, precision)) {
            return evaluator(classifier).predict(photographs, progress);
        }
    }

    /** Lets the classifier look at photographs on all processors. */
    static Evaluator evaluator(Classifier classifier) {
        return new Evaluator(
                classifier.model(), classifier::classify, Runtime.getRuntime().availableProcessors());
    }
}
