package dev.carornot.training.cli;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.CurrentVersions;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Trust;
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
import java.util.regex.Pattern;

/** Opens models for the commands. */
final class Models {
    /** Two letters at least: {@code C:} is a drive. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private Models() {}

    /** The artifact that a location names, verified: a folder, or a place in S3. */
    static Artifact artifact(String location, Console console) {
        if (SCHEME.matcher(location).lookingAt()) {
            try (Locations locations = Locations.of(console, null)) {
                Artifact artifact = locations.artifact(location, Trust.ANYONE);
                Locations.told(() -> {
                    artifact.verify();
                    return artifact;
                });
                return artifact;
            }
        }
        return Locations.told(() -> inFolder(Path.of(location)));
    }

    /** The artifact in a folder, or the current one of a store's model there, verified. */
    static Artifact inFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserException("There is no model folder '" + folder + "'.");
        }
        return Locations.told(() -> {
            Artifact artifact = Files.exists(folder.resolve(CurrentVersions.FILE))
                    ? ArtifactLocation.open(folder.toString())
                    : Artifact.open(new FolderFiles(folder));
            artifact.verify();
            return artifact;
        });
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
