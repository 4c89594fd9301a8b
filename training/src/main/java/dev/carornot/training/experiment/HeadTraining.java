package dev.carornot.training.experiment;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Head;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Program;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorFiles;
import dev.carornot.classifier.tensor.TensorMap;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FeatureCache;
import dev.carornot.training.features.FeatureExtractor;
import dev.carornot.training.features.FeatureKey;
import dev.carornot.training.features.Features;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains the head on the cached features of a frozen backbone. */
final class HeadTraining {
    private final ExperimentConfiguration configuration;
    private final Path backboneFile;
    private final Path cacheFolder;
    private final ProgressFactory progress;
    private final InputDecoder decoder = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO);

    HeadTraining(ExperimentConfiguration configuration, Path backboneFile, Path cacheFolder, ProgressFactory progress) {
        this.configuration = configuration;
        this.backboneFile = backboneFile;
        this.cacheFolder = cacheFolder;
        this.progress = progress;
    }

    Trained train(Dataset dataset) {
        List<Photograph> training = dataset.split(Dataset.TRAIN);
        List<Photograph> validation = dataset.split(Dataset.VALIDATION);
        BackboneConfiguration backbone = configuration.backbone().configuration();
        String digest;
        Map<String, Tensor> frozen;
        try {
            digest = Sha256.of(backboneFile);
            frozen = NetworkWeights.backbone(TensorFiles.read(backboneFile), backbone);
        } catch (TensorFileException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException("The backbone '" + backboneFile + "' cannot be read: " + e.getMessage() + ".", e);
        }

        long start = System.nanoTime();
        Features trainingFeatures;
        Features validationFeatures;
        int computed;
        try (Program program = program(frozen);
                FeatureCache cache = FeatureCache.open(cacheFolder, key(digest, program), backbone.features())) {
            int before = cache.size();
            FeatureExtractor extractor = extractor(program);
            trainingFeatures = extractor.extract(training, cache, progress);
            validationFeatures = extractor.extract(validation, cache, progress);
            computed = cache.size() - before;
        }
        double featureSeconds = (System.nanoTime() - start) / 1e9;

        Head head = new Head(configuration.head(), backbone.features());
        int batch = configuration.optimization().batch();
        Fitter.Fitted fitted = new Fitter(configuration.optimization(), configuration.seed(), progress)
                .fit(
                        "Training the head",
                        head,
                        head.parametersByName(),
                        new Shape(batch, backbone.features()),
                        batches(trainingFeatures, new Order(true, configuration.seed())),
                        batches(validationFeatures, Order.LISTED));

        Map<String, Tensor> weights = new LinkedHashMap<>(frozen);
        weights.putAll(fitted.weights());
        List<String> skipped = new ArrayList<>();
        for (Features features : List.of(trainingFeatures, validationFeatures)) {
            features.unreadable().forEach(u -> skipped.add(u.line()));
        }
        return new Trained(weights, fitted, skipped, provenance(digest, computed, featureSeconds));
    }

    private Program program(Map<String, Tensor> frozen) {
        try {
            return Programs.features(
                    configuration.backbone().configuration(),
                    configuration.input().normalization(),
                    configuration.input().size().crop(),
                    new TensorMap(backboneFile.toString(), frozen, Map.of()),
                    Programs.choose(
                            configuration.backbone().choice(), false, EngineChoice.PYTORCH, Processor.current()),
                    FeatureExtractor.Options.DEFAULT.predictors());
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private FeatureKey key(String digest, Program program) {
        return new FeatureKey(
                digest,
                configuration.backbone().configuration(),
                configuration.input().size(),
                configuration.input().normalization(),
                decoder.jpegDecoder(),
                program.precision());
    }

    private FeatureExtractor extractor(Program program) {
        return new FeatureExtractor(
                program, configuration.input().size(), decoder::decode, FeatureExtractor.Options.DEFAULT);
    }

    private Batches batches(Features features, Order order) {
        float[] labels = new float[features.photographs().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = features.photographs().get(i).positive() ? 1 : 0;
        }
        return new FeatureBatches(
                features.vectors(), labels, configuration.optimization().batch(), order);
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
