package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.PixelInput;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.features.Features.Unreadable;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Trains a whole network from a fresh start on augmented photographs. */
final class NetworkTraining implements Training {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Pictures are kept somewhat larger than the network's input, so that a small crop still has detail. */
    private static final double KEPT_SIDE = 1.25;

    /** What part of the heap pictures for training may take, and inputs for validation: these are fewer and smaller. */
    private static final int PICTURES_SHARE = 2;

    private static final int INPUTS_SHARE = 8;

    private final TrainingSetup setup;
    private final ExperimentConfiguration configuration;
    private final PictureShelf pictures;
    private final InputShelf inputs;
    private final Resampler resampler = new Resampler();

    NetworkTraining(TrainingSetup setup) {
        this.setup = setup;
        this.configuration = setup.configuration();
        InputSize size = configuration.input().size();
        long memory = Runtime.getRuntime().maxMemory();
        this.pictures = new PictureShelf(
                new ImageDecoder(ImageLimits.DEFAULT),
                resampler,
                (int) Math.round(KEPT_SIDE * size.resize()),
                memory / PICTURES_SHARE);
        this.inputs =
                new InputShelf(new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO), size, memory / INPUTS_SHARE);
    }

    @Override
    public Trained train(Dataset dataset) {
        List<String> skipped = new ArrayList<>();
        List<Photograph> training = readable(
                dataset.split(Dataset.TRAIN),
                photograph -> pictures.look(photograph) instanceof Decoding.Refused refused
                        ? Optional.of(refused.refusal().message())
                        : Optional.empty(),
                skipped);
        List<Photograph> validation = readable(
                dataset.split(Dataset.VALIDATION),
                photograph -> inputs.look(photograph) instanceof Fitting.Refused refused
                        ? Optional.of(refused.refusal().message())
                        : Optional.empty(),
                skipped);
        Network network = Network.classifier(
                new NetworkConfiguration(configuration.backbone().configuration(), configuration.head()), false);
        PixelInput input = new PixelInput(
                configuration.input().crop(), configuration.input().normalization());
        Fitter.Fitted fitted = setup.fitter()
                .fit(
                        "Training the network",
                        network,
                        network.parametersByName(),
                        input.shape(),
                        batches(training, input, views(training), new Order(true, configuration.seed())),
                        batches(validation, input, inputs, Order.LISTED));
        return new Trained(fitted.weights(), fitted, skipped, JsonNodeFactory.instance.objectNode());
    }

    private Batches batches(List<Photograph> photographs, PixelInput input, Views views, Order order) {
        return new PhotographBatches(
                photographs,
                views,
                configuration.input().size(),
                input,
                configuration.optimization().batch(),
                order);
    }

    private Views views(List<Photograph> training) {
        Backgrounds backgrounds = Backgrounds.of(training);
        return (photograph, epoch, member) -> configuration
                .augmentation()
                .apply(
                        pictures.picture(photograph),
                        configuration.input().size(),
                        resampler,
                        Seeds.generator(configuration.seed(), "augmentation", epoch, member),
                        random -> pictures.picture(backgrounds.draw(random)));
    }

    /** Decodes every photograph once: finds those that cannot be read, and fills a shelf. */
    private List<Photograph> readable(
            List<Photograph> photographs, Function<Photograph, Optional<String>> fault, List<String> skipped) {
        record Looked(Photograph photograph, Optional<String> fault) {}
        List<Photograph> readable = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        try (Progress shown =
                        setup.options().progress().start("Reading photographs", "photographs", photographs.size());
                OrderedWork<Looked> work = new OrderedWork<>("decoder", THREADS, 4 * THREADS, looked -> {
                    if (looked.fault().isPresent()) {
                        Unreadable found = new Unreadable(
                                looked.photograph(), looked.fault().get());
                        unreadable.add(found);
                        found.requireAmongFew(unreadable.size(), photographs.size());
                    } else {
                        readable.add(looked.photograph());
                    }
                    shown.advance(1);
                })) {
            for (Photograph photograph : photographs) {
                work.submit(() -> new Looked(photograph, fault.apply(photograph)));
            }
            work.finish();
        }
        unreadable.forEach(u -> skipped.add(u.line()));
        return readable;
    }
}
