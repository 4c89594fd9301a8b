package dev.carornot.training.experiment;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.device.Devices;
import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;

/** Finds the learning rates that an experiment stands, before it is run. Stateless; one run at a time in a process. */
public final class LearningRateFinder {
    private LearningRateFinder() {}

    /**
     * Trains as the configuration says, but with a learning rate that rises from step to step, until training falls apart,
     * and keeps nothing of what was trained. All stages that are to be trained learn from the start on.
     *
     * @param request where everything lies; its output is not looked at
     * @throws UserException when the configuration, the data or the backbone will not do
     */
    public static LearningRateCurve run(TrainRequest request, ProgressFactory progress) {
        ExperimentConfiguration configuration = ConfigurationReader.read(request.config());
        Devices devices = Devices.of(request.device());
        Dataset dataset = Experiment.dataset(configuration, request.data(), progress);
        Optimization optimization = configuration.optimization();
        int stepsPerEpoch = new Order(true, configuration.seed())
                .count(dataset.split(Dataset.TRAIN).size(), optimization.batch());
        int epochs = RangeTest.epochs(stepsPerEpoch);
        RangeTest test = new RangeTest(epochs * stepsPerEpoch);
        Trained trained = Training.of(new TrainingSetup(
                        configuration.with(optimization.rising(epochs)),
                        request.backbone(),
                        request.cache(),
                        FitOptions.of(progress).on(devices).testing(test)))
                .train(dataset);
        return LearningRateCurve.of(configuration.name(), trained.fitted().steps(), test);
    }
}
