package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.PixelInput;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.features.Features.Unreadable;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.List;

/** Trains a whole network from a fresh start on augmented photographs. */
final class NetworkTraining {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Pictures are kept somewhat larger than the network's input, so that a small crop still has detail. */
    private static final double KEPT_SIDE = 1.25;

    private final ExperimentConfiguration configuration;
    private final ProgressFactory progress;
    private final PictureShelf shelf;

    NetworkTraining(ExperimentConfiguration configuration, ProgressFactory progress) {
        this.configuration = configuration;
        this.progress = progress;
        InputSize size = configuration.input().size();
        this.shelf = new PictureShelf(
                new ImageDecoder(ImageLimits.DEFAULT),
                new Resampler(),
                (int) Math.round(KEPT_SIDE * size.resize()),
                Runtime.getRuntime().maxMemory() / 2);
    }

    Trained train(Dataset dataset) {
        List<String> skipped = new ArrayList<>();
        List<Photograph> training = readable(dataset.split(Dataset.TRAIN), skipped);
        List<Photograph> validation = readable(dataset.split(Dataset.VALIDATION), skipped);
        Network network = Network.classifier(
                new NetworkConfiguration(configuration.backbone().configuration(), configuration.head()), false);
        PixelInput input = new PixelInput(
                configuration.input().crop(), configuration.input().normalization());
        Fitter.Fitted fitted = new Fitter(configuration.optimization(), configuration.seed(), progress)
                .fit(
                        "Training the network",
                        network,
                        network.parametersByName(),
                        input.shape(),
                        batches(training, input, configuration.augmentation(), new Order(true, configuration.seed())),
                        batches(validation, input, Augmentation.NONE, Order.LISTED));
        return new Trained(fitted.weights(), fitted, skipped, JsonNodeFactory.instance.objectNode());
    }

    private Batches batches(List<Photograph> photographs, PixelInput input, Augmentation augmentation, Order order) {
        return new PhotographBatches(
                photographs,
                shelf,
                configuration.input().size(),
                input,
                augmentation,
                configuration.optimization().batch(),
                order);
    }

    /** Decodes every photograph once: finds those that cannot be read, and fills the shelf. */
    private List<Photograph> readable(List<Photograph> photographs, List<String> skipped) {
        record Looked(Photograph photograph, Decoding decoding) {}
        List<Photograph> readable = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        try (Progress shown = progress.start("Reading photographs", "photographs", photographs.size());
                OrderedWork<Looked> work = new OrderedWork<>("decoder", THREADS, 4 * THREADS, looked -> {
                    if (looked.decoding() instanceof Decoding.Refused refused) {
                        Unreadable found = new Unreadable(
                                looked.photograph(), refused.refusal().message());
                        unreadable.add(found);
                        found.requireAmongFew(unreadable.size(), photographs.size());
                    } else {
                        readable.add(looked.photograph());
                    }
                    shown.advance(1);
                })) {
            for (Photograph photograph : photographs) {
                work.submit(() -> new Looked(photograph, shelf.look(photograph)));
            }
            work.finish();
        }
        unreadable.forEach(u -> skipped.add(u.line()));
        return readable;
    }
}
