package dev.carornot.training.experiment;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.network.Head;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.features.Features;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains the head on the cached features of a frozen backbone. */
final class HeadTraining implements Training {
    private final TrainingSetup setup;
    private final ExperimentConfiguration configuration;

    HeadTraining(TrainingSetup setup) {
        this.setup = setup;
        this.configuration = setup.configuration();
    }

    @Override
    public Trained train(Dataset dataset) {
        List<Photograph> training = dataset.split(Dataset.TRAIN);
        List<Photograph> validation = dataset.split(Dataset.VALIDATION);
        FrozenBackbone frozen = setup.frozen(configuration.backbone().configuration());
        ProgressFactory progress = setup.options().progress();

        long start = System.nanoTime();
        FrozenBackbone.Extraction served = frozen.extract(List.of(validation), setup.cache(), progress);
        Features validationFeatures = served.features().get(0);
        int computed = served.computed();
        List<Features> copies = new ArrayList<>();
        for (FrozenBackbone.View view : new TrainingViews(configuration).of(frozen, training)) {
            FrozenBackbone.Extraction copy = frozen.extract(view, List.of(training), setup.cache(), progress);
            copies.add(copy.features().get(0));
            computed += copy.computed();
        }
        double featureSeconds = (System.nanoTime() - start) / 1e9;

        Fitter.Fitted fitted = fit(configuration, configuration.seed(), setup.options(), copies, validationFeatures);

        Map<String, Tensor> weights = new LinkedHashMap<>(frozen.weights());
        weights.putAll(fitted.weights());
        List<String> skipped = new ArrayList<>();
        copies.get(0).unreadable().forEach(u -> skipped.add(u.line()));
        validationFeatures.unreadable().forEach(u -> skipped.add(u.line()));
        return new Trained(weights, fitted, skipped, provenance(frozen.digest(), computed, featureSeconds));
    }

    /**
     * Fits a head of the configured shape.
     *
     * @param training one or several copies, which take turns epoch by epoch
     */
    static Fitter.Fitted fit(
            ExperimentConfiguration configuration,
            long seed,
            FitOptions options,
            List<Features> training,
            Features validation) {
        int width = validation.vectors().get(0).length;
        int batch = configuration.optimization().batch();
        Head head = new Head(configuration.head(), width);
        return new Fitter(configuration.optimization(), seed, options)
                .fit(
                        "Training the head",
                        head,
                        head.parametersByName(),
                        new Shape(batch, width),
                        new AlternatingBatches(training.stream()
                                .map(copy -> FeatureBatches.of(copy, batch, new Order(true, seed)))
                                .toList()),
                        FeatureBatches.of(validation, batch, Order.LISTED));
    }

    private ObjectNode provenance(String digest, int computed, double featureSeconds) {
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("backboneFile", String.valueOf(setup.backbone().getFileName()));
        provenance.put("backboneSha256", digest);
        provenance.put("featuresComputed", computed);
        provenance.put("featureSeconds", featureSeconds);
        return provenance;
    }
}
