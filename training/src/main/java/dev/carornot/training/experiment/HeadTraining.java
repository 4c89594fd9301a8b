package dev.carornot.training.experiment;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Head;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.features.Features;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.progress.ProgressFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains the head on the cached features of a frozen backbone. */
final class HeadTraining {
    private final ExperimentConfiguration configuration;
    private final Path backboneFile;
    private final Path cacheFolder;
    private final Checkpoint checkpoint;
    private final ProgressFactory progress;

    HeadTraining(
            ExperimentConfiguration configuration,
            Path backboneFile,
            Path cacheFolder,
            Checkpoint checkpoint,
            ProgressFactory progress) {
        this.configuration = configuration;
        this.backboneFile = backboneFile;
        this.cacheFolder = cacheFolder;
        this.checkpoint = checkpoint;
        this.progress = progress;
    }

    Trained train(Dataset dataset) {
        List<Photograph> training = dataset.split(Dataset.TRAIN);
        List<Photograph> validation = dataset.split(Dataset.VALIDATION);
        BackboneConfiguration backbone = configuration.backbone().configuration();
        FrozenBackbone frozen = FrozenBackbone.read(
                backboneFile,
                backbone,
                configuration.input().size(),
                configuration.input().normalization(),
                configuration.backbone().choice());

        long start = System.nanoTime();
        FrozenBackbone.Extraction extraction = frozen.extract(List.of(training, validation), cacheFolder, progress);
        double featureSeconds = (System.nanoTime() - start) / 1e9;
        Features trainingFeatures = extraction.features().get(0);
        Features validationFeatures = extraction.features().get(1);

        Fitter.Fitted fitted = fit(
                configuration,
                configuration.seed(),
                1,
                Optional.of(checkpoint),
                trainingFeatures,
                validationFeatures,
                progress);

        Map<String, Tensor> weights = new LinkedHashMap<>(frozen.weights());
        weights.putAll(fitted.weights());
        List<String> skipped = new ArrayList<>();
        for (Features features : extraction.features()) {
            features.unreadable().forEach(u -> skipped.add(u.line()));
        }
        return new Trained(
                weights, fitted, skipped, provenance(frozen.digest(), extraction.computed(), featureSeconds));
    }

    /**
     * Fits a head of the configured shape.
     *
     * @param looks at validation in an epoch, its end included
     */
    static Fitter.Fitted fit(
            ExperimentConfiguration configuration,
            long seed,
            int looks,
            Optional<Checkpoint> checkpoint,
            Features training,
            Features validation,
            ProgressFactory progress) {
        int width = training.vectors().get(0).length;
        int batch = configuration.optimization().batch();
        Head head = new Head(configuration.head(), width);
        return new Fitter(configuration.optimization(), seed, looks, checkpoint, progress)
                .fit(
                        "Training the head",
                        head,
                        head.parametersByName(),
                        new Shape(batch, width),
                        FeatureBatches.of(training, batch, new Order(true, seed)),
                        FeatureBatches.of(validation, batch, Order.LISTED));
    }

    private ObjectNode provenance(String digest, int computed, double featureSeconds) {
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("backboneFile", String.valueOf(backboneFile.getFileName()));
        provenance.put("backboneSha256", digest);
        provenance.put("featuresComputed", computed);
        provenance.put("featureSeconds", featureSeconds);
        return provenance;
    }
}
