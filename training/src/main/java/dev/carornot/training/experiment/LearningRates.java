package dev.carornot.training.experiment;

import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The learning rate of every parameter at every step: a schedule over the steps, and a factor by stage. Thread-safe. */
final class LearningRates {
    private static final Pattern STAGE = Pattern.compile("layer([1-9])\\..*");
    private static final String HEAD = "head.";

    private final Optimization optimization;
    private final double warmup;
    private final double total;
    private final int lastStage;
    private final Optional<RangeTest> range;

    /**
     * @param names of all parameters
     * @param range has the rate rise instead of following the optimization's schedule
     */
    LearningRates(Optimization optimization, int stepsPerEpoch, Collection<String> names, Optional<RangeTest> range) {
        this.range = range;
        this.optimization = optimization;
        this.warmup = optimization.warmupEpochs() * stepsPerEpoch;
        this.total = (double) optimization.epochs() * stepsPerEpoch;
        this.lastStage = names.stream().mapToInt(LearningRates::stage).max().orElse(0);
    }

    /**
     * A parameter's learning rate.
     *
     * @param name torchvision's, or {@code head...}
     * @param step from 1
     */
    double at(String name, int step) {
        return factor(step) * highest(name);
    }

    private double factor(int step) {
        if (range.isPresent()) {
            return range.get().rate(step) / optimization.learningRate();
        }
        if (step <= warmup) {
            return step / Math.max(1, warmup);
        }
        return optimization.schedule() == Optimization.Schedule.COSINE
                ? (1 + Math.cos(Math.PI * (step - warmup) / (total - warmup))) / 2
                : 1;
    }

    private double highest(String name) {
        return name.startsWith(HEAD)
                ? optimization.headLearningRate()
                : optimization.learningRate() * Math.pow(optimization.stageDecay(), lastStage - stage(name));
    }

    /** Whether a parameter belongs to the head or to one of the last so many stages. */
    boolean isAmongLast(String name, int stages) {
        return name.startsWith(HEAD) || stage(name) > lastStage - stages;
    }

    /** The stem counts as stage 0. */
    private static int stage(String name) {
        Matcher stage = STAGE.matcher(name);
        return stage.matches() ? Integer.parseInt(stage.group(1)) : 0;
    }
}
