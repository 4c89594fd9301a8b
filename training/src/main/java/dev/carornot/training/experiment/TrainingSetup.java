package dev.carornot.training.experiment;

import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.training.experiment.ExperimentConfiguration.Scope;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FrozenBackbone;
import java.nio.file.Path;

/**
 * What is trained, from what, and how.
 *
 * @param backbone weights of the backbone; null where the network starts afresh
 * @param cache the folder for features and maps
 */
record TrainingSetup(ExperimentConfiguration configuration, Path backbone, Path cache, FitOptions options) {
    TrainingSetup {
        boolean pretrained = configuration.train() != Scope.NETWORK;
        if (pretrained != (backbone != null)) {
            throw new UserException(
                    pretrained
                            ? "'train: " + (configuration.train() == Scope.HEAD ? "head" : "stages")
                                    + "' needs pre-trained weights; name a file with --backbone."
                            : "'train: network' starts afresh; leave --backbone out, or say 'train: head'.");
        }
    }

    /**
     * The backbone's weights.
     *
     * @param shape what of it the file has
     */
    FrozenBackbone frozen(BackboneConfiguration shape) {
        return FrozenBackbone.read(
                backbone,
                shape,
                configuration.input().size(),
                configuration.input().normalization(),
                configuration.backbone().choice());
    }

    Fitter fitter() {
        return new Fitter(configuration.optimization(), configuration.seed(), options);
    }
}
