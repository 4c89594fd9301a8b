package dev.carornot.training.experiment;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.features.Features;
import dev.carornot.training.progress.ProgressFactory;
import java.util.List;

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
     * Trains the head again, bit for bit as {@link #fit} does, and writes it and its backbone as a model.
     *
     * @param request where everything lies; its configuration is not looked at
     * @param dataset from which photographs that the run does without are missing
     * @throws dev.carornot.training.failure.UserException for the reasons of {@link Experiment#run}
     */
    public TrainingSummary keep(long seed, TrainRequest request, Dataset dataset, ProgressFactory progress) {
        return Experiment.run(configuration.with(seed), request, dataset, progress);
    }

    /**
     * Trains the head; the same seed, features and machine give the same head bit for bit. One at a time in a process.
     *
     * @param training with both classes
     * @param validation not empty
     */
    public FittedHead fit(long seed, Features training, Features validation, ProgressFactory progress) {
        Fitter.Fitted fitted = HeadTraining.fit(
                configuration, seed, FitOptions.of(progress).looking(LOOKS), List.of(training), validation);
        return new FittedHead(configuration.head(), training.vectors().get(0).length, fitted);
    }
}
