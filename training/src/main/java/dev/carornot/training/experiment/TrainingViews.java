package dev.carornot.training.experiment;

import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.features.FrozenBackbone.View;
import java.util.ArrayList;
import java.util.List;

/** The views in which a frozen backbone sees the training photographs, each of which is computed once. Thread-safe. */
final class TrainingViews {
    /** What {@link ImageDecoder} reads JPEGs with, for the cache. */
    private static final String JPEG_DECODER = "imageio";

    private final ExperimentConfiguration configuration;
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    private final Resampler resampler = new Resampler();

    TrainingViews(ExperimentConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * As many augmented views as there are to be copies; without augmentation the one of serving.
     *
     * @param training all training photographs
     */
    List<View> of(FrozenBackbone backbone, List<Photograph> training) {
        String augmentation = configuration.augmentation().key();
        if (augmentation.equals(Augmentation.NONE.key())) {
            return List.of(backbone.served());
        }
        Backgrounds backgrounds = Backgrounds.of(training);
        String ground = configuration.augmentation().collage() > 0 ? " on " + backgrounds.digest() : "";
        String name = "augmentation " + augmentation + ground + " seed " + configuration.seed();
        List<View> views = new ArrayList<>();
        for (int i = 0; i < configuration.augmentation().copies(); i++) {
            int copy = i;
            views.add(new View(
                    name + " copy " + copy, JPEG_DECODER, (bytes, size) -> augmented(bytes, size, copy, backgrounds)));
        }
        return List.copyOf(views);
    }

    /** Drawn from the photograph's content: the cache knows nothing of its place in a list. */
    private Fitting augmented(byte[] bytes, InputSize size, int copy, Backgrounds backgrounds) {
        Decoding decoding = decoder.decode(bytes);
        if (decoding instanceof Decoding.Refused refused) {
            return new Fitting.Refused(refused.refusal());
        }
        Picture picture = ((Decoding.Decoded) decoding).picture();
        byte[] pixels = configuration
                .augmentation()
                .apply(
                        picture,
                        size,
                        resampler,
                        Seeds.generator(configuration.seed(), "augmentation " + Sha256.of(bytes), copy, 0),
                        random -> backgrounds.picture(random, decoder));
        return new Fitting.Fitted(pixels, picture.width(), picture.height(), 0, 0);
    }
}
