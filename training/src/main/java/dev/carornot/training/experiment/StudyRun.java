package dev.carornot.training.experiment;

import dev.carornot.training.features.Features;
import dev.carornot.training.progress.ProgressFactory;
import java.util.List;
import java.util.Optional;

/** One head of a study. Immutable and thread-safe. */
public final class StudyRun {
    /** So often in an epoch validation is looked at, for a curve over the steps. */
    private static final int LOOKS = 10;

    private final StudyFile.Run run;
    private final List<String> without;
    private final ExperimentConfiguration configuration;

    StudyRun(StudyFile.Run run, List<String> without, ExperimentConfiguration configuration) {
        this.run = run;
        this.without = List.copyOf(without);
        this.configuration = configuration;
    }

    ExperimentConfiguration configuration() {
        return configuration;
    }

    public String name() {
        return run.name();
    }

    /** How many times it is run, each with another seed. */
    public int seeds() {
        return run.seeds();
    }

    /** Sources whose photographs it neither learns from nor is validated on. */
    public List<String> without() {
        return without;
    }

    /** Widths of the hidden layers. */
    public List<Integer> hidden() {
        return configuration.head().hidden();
    }

    public double dropout() {
        return configuration.head().dropout();
    }

    public double learningRate() {
        return configuration.optimization().learningRate();
    }

    public int batch() {
        return configuration.optimization().batch();
    }

    public int epochs() {
        return configuration.optimization().epochs();
    }

    /**
     * Trains the head; the same seed, features and machine give the same head bit for bit. One at a time in a process.
     *
     * @param training with both classes
     * @param validation not empty
     */
    public FittedHead fit(long seed, Features training, Features validation, ProgressFactory progress) {
        Fitter.Fitted fitted =
                HeadTraining.fit(configuration, seed, LOOKS, Optional.empty(), List.of(training), validation, progress);
        return new FittedHead(configuration.head(), training.vectors().get(0).length, fitted);
    }
}
