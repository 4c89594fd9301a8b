package dev.carornot.training.experiment;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.experiment.ExperimentConfiguration.Scope;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.progress.ProgressFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The features that an experiment will ask for and that do not depend on chance: so they can be computed beforehand.
 *
 * @param backbone what computes them
 * @param photographs whose they are
 */
public record FeatureWork(FrozenBackbone backbone, List<Photograph> photographs) {
    /**
     * Reads the configuration, the backbone and the photographs.
     *
     * @param config the experiment's configuration
     * @param weights the backbone's file
     * @throws UserException when one of them will not do, or the experiment trains more than a head
     */
    public static FeatureWork of(Path config, Path data, Path weights, Path cache, ProgressFactory progress) {
        ExperimentConfiguration configuration = ConfigurationReader.read(config);
        if (configuration.train() != Scope.HEAD) {
            throw new UserException("Features are what 'train: head' reads; '" + config + "' trains more than a head.");
        }
        TrainingSetup setup = new TrainingSetup(configuration, weights, cache, FitOptions.of(progress));
        FrozenBackbone backbone = setup.frozen(configuration.backbone().configuration());
        Dataset dataset = Experiment.dataset(configuration, data, progress);
        List<Photograph> photographs = new ArrayList<>(dataset.split(Dataset.VALIDATION));
        if (configuration.augmentation().key().equals(Augmentation.NONE.key())) {
            photographs.addAll(dataset.split(Dataset.TRAIN));
        }
        return new FeatureWork(backbone, List.copyOf(photographs));
    }
}
