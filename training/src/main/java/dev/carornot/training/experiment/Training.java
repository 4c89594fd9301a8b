package dev.carornot.training.experiment;

import dev.carornot.training.dataset.Dataset;

/** A way to train a network. */
interface Training {
    /**
     * Trains.
     *
     * @throws dev.carornot.training.failure.UserException when the data or the backbone will not do
     */
    Trained train(Dataset dataset);

    /** The way that a configuration asks for. */
    static Training of(TrainingSetup setup) {
        return switch (setup.configuration().train()) {
            case HEAD -> new HeadTraining(setup);
            case STAGES -> new StageTraining(setup);
            case NETWORK -> new NetworkTraining(setup);
        };
    }
}
