package dev.carornot.training.experiment;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.program.TorchEngine;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.Progress;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Trains a block on batches and keeps the epoch with the least validation loss. With the same seed, data and machine the
 * weights are the same bit for bit. Not thread-safe: the engine has one random generator.
 */
final class Fitter {
    private static final String WEIGHT = "weight.";
    private static final String BEST = "best.";

    private final Optimization optimization;
    private final long seed;
    private final FitOptions options;

    Fitter(Optimization optimization, long seed, FitOptions options) {
        this.optimization = optimization;
        this.seed = seed;
        this.options = options;
    }

    /**
     * What came out.
     *
     * @param weights of the best epoch; none where nothing is kept
     * @param best its number, from 1; 0 where nothing is kept
     * @param epochs figures of all epochs
     * @param steps figures of each step's batch, before the step, with augmentation and dropout in force
     * @param looks figures of validation, each after the step that it names
     */
    record Fitted(
            Map<String, Tensor> weights,
            int best,
            List<Epoch> epochs,
            List<StepFigures> steps,
            List<StepFigures> looks) {}

    /**
     * Figures of an epoch: mean binary cross-entropy and share of right answers. Those of training are taken on the way,
     * with augmentation and dropout in force.
     */
    record Epoch(
            int epoch,
            double trainingLoss,
            double trainingAccuracy,
            double validationLoss,
            double validationAccuracy,
            double seconds) {}

    Fitted fit(
            String task,
            Block block,
            Map<String, Parameter> parameters,
            Shape input,
            Batches training,
            Batches validation) {
        return fit(task, block, parameters, input, training, validation, epoch -> Integer.MAX_VALUE);
    }

    /** @param stages asked before each epoch, from 1, which makes ready that so many of the last stages, and the head, learn */
    Fitted fit(
            String task,
            Block block,
            Map<String, Parameter> parameters,
            Shape input,
            Batches training,
            Batches validation,
            IntUnaryOperator stages) {
        // Whoever ran a program on this thread before left it with the one thread that suits programs.
        TorchEngine.useAllProcessors();
        Engine.getInstance().setRandomSeed((int) (seed ^ (seed >>> 32)));
        Device first = options.devices().first();
        try (Model model = Model.newInstance("training", first)) {
            model.setBlock(block);
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss()).optDevices(new Device[] {first});
            try (Trainer trainer = model.newTrainer(config);
                    Progress shown = options.progress()
                            .start(task, "examples", (long) optimization.epochs() * training.size())) {
                trainer.initialize(input);
                try (Replicas replicas =
                        new Replicas(block, parameters, options.devices().all(), trainer.getManager())) {
                    return new Run(trainer, replicas, parameters, training, validation, stages, shown).epochs();
                }
            }
        }
    }

    /** Sums over examples, for means. */
    private static final class Tally {
        private double loss;
        private long right;
        private long examples;

        void add(Tally other) {
            loss += other.loss;
            right += other.right;
            examples += other.examples;
        }

        StepFigures after(int step) {
            return new StepFigures(step, meanLoss(), accuracy());
        }

        void add(float[] logits, float[] labels) {
            for (int i = 0; i < labels.length; i++) {
                double margin = labels[i] > 0.5 ? logits[i] : -logits[i];
                // log(1 + exp(-margin)), without overflow at either end.
                loss += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
                right += margin > 0 ? 1 : 0;
            }
            examples += labels.length;
        }

        double meanLoss() {
            return loss / examples;
        }

        double accuracy() {
            return (double) right / examples;
        }
    }

    private final class Run {
        private final Trainer trainer;
        private final Replicas replicas;
        private final Map<String, Parameter> parameters;
        private final Batches training;
        private final Batches validation;
        private final IntUnaryOperator stages;
        private final Progress shown;
        private final AdamOptimizer optimizer;
        private final LearningRates rates;
        private final Mixing mixing;
        private final Optional<WeightAverage> average;
        private final float negativeWeight;
        private final float positiveWeight;
        private int batchOfEpoch;
        private final List<StepFigures> steps = new ArrayList<>();
        private final List<StepFigures> looked = new ArrayList<>();

        Run(
                Trainer trainer,
                Replicas replicas,
                Map<String, Parameter> parameters,
                Batches training,
                Batches validation,
                IntUnaryOperator stages,
                Progress shown) {
            this.trainer = trainer;
            this.replicas = replicas;
            this.parameters = parameters;
            this.training = training;
            this.validation = validation;
            this.stages = stages;
            this.shown = shown;
            NDManager manager = trainer.getManager();
            this.optimizer = new AdamOptimizer(
                    parameters,
                    optimization.optimizer() == Optimization.Optimizer.ADAMW,
                    optimization.weightDecay(),
                    manager);
            this.rates = new LearningRates(optimization, training.count(), parameters.keySet(), options.range());
            this.mixing = new Mixing(optimization.mixup(), optimization.cutmix(), seed);
            this.average = optimization.ema() == 0
                    ? Optional.empty()
                    : Optional.of(new WeightAverage(parameters, optimization.ema(), manager));
            int positives = training.positives();
            boolean balanced = optimization.classWeights() == Optimization.ClassWeights.BALANCED
                    && positives > 0
                    && positives < training.size();
            // Their mean over the examples is 1.
            this.positiveWeight = balanced ? training.size() / (2f * positives) : 1;
            this.negativeWeight = balanced ? training.size() / (2f * (training.size() - positives)) : 1;
        }

        Fitted epochs() {
            List<Epoch> epochs = new ArrayList<>();
            Map<String, Tensor> weights = Map.of();
            Epoch best = null;
            Optional<Checkpoint.State> before = options.checkpoint().flatMap(Checkpoint::read);
            if (before.isPresent()) {
                Checkpoint.Figures figures = before.get().figures();
                goOn(before.get());
                epochs.addAll(figures.epochs());
                steps.addAll(figures.trainingSteps());
                looked.addAll(figures.looks());
                best = epochs.get(figures.best() - 1);
                weights = before.get().named(BEST);
                shown.advance((long) epochs.size() * training.size());
            }
            for (int number = epochs.size() + 1;
                    number <= optimization.epochs() && !stale(epochs, best) && !isOver();
                    number++) {
                long start = System.nanoTime();
                // By epoch, so that a run that goes on draws what an uninterrupted one does.
                Engine.getInstance()
                        .setRandomSeed(
                                Seeds.generator(seed, "engine", number, 0).nextInt());
                batchOfEpoch = 0;
                int learning = stages.applyAsInt(number);
                optimizer.only(name -> rates.isAmongLast(name, learning));
                Tally trained = new Tally();
                int current = number;
                int firstStep = steps.size();
                training.forEach(number, batch -> {
                    if (isOver()) {
                        return;
                    }
                    step(batch, current, trained);
                    if (isTimeToLook(steps.size() - firstStep)) {
                        looked.add(validate().after(steps.size()));
                    }
                });
                if (options.range().isPresent()) {
                    continue;
                }
                Tally validated = validate();
                looked.add(validated.after(steps.size()));
                double seconds = (System.nanoTime() - start) / 1e9;
                Epoch epoch = new Epoch(
                        number,
                        trained.meanLoss(),
                        trained.accuracy(),
                        validated.meanLoss(),
                        validated.accuracy(),
                        seconds);
                if (!Double.isFinite(epoch.trainingLoss()) || !Double.isFinite(epoch.validationLoss())) {
                    throw new UserException("Training lost its way in epoch " + number
                            + ": the loss is no number any more; a lower 'learningRate' than "
                            + optimization.learningRate() + " may keep it.");
                }
                epochs.add(epoch);
                if (best == null || epoch.validationLoss() < best.validationLoss()) {
                    best = epoch;
                    weights = saved();
                }
                Checkpoint.Figures figures = new Checkpoint.Figures(
                        List.copyOf(epochs), best.epoch(), optimizer.steps(), List.copyOf(steps), List.copyOf(looked));
                Map<String, Tensor> kept = weights;
                options.checkpoint().ifPresent(there -> there.write(state(figures, kept)));
                shown.detail(String.format(
                        Locale.ROOT,
                        "epoch %d/%d, loss %.4f, validation %.4f, %.2f %% right",
                        number,
                        optimization.epochs(),
                        epoch.trainingLoss(),
                        epoch.validationLoss(),
                        100 * epoch.validationAccuracy()));
            }
            return new Fitted(
                    weights,
                    best == null ? 0 : best.epoch(),
                    List.copyOf(epochs),
                    List.copyOf(steps),
                    List.copyOf(looked));
        }

        private boolean isOver() {
            return options.range().map(RangeTest::isOver).orElse(false);
        }

        /** Whether one of the looks within an epoch is due after this step of it; the look at its end is not. */
        private boolean isTimeToLook(int stepOfEpoch) {
            int count = training.count();
            long looks = options.looks();
            return stepOfEpoch < count && stepOfEpoch * looks / count > (stepOfEpoch - 1) * looks / count;
        }

        private Tally validate() {
            Tally tally = new Tally();
            withAverage(() -> validation.forEach(1, batch -> look(batch, tally)));
            return tally;
        }

        private boolean stale(List<Epoch> epochs, Epoch best) {
            return optimization.earlyStopping() > 0
                    && best != null
                    && epochs.size() - best.epoch() >= optimization.earlyStopping();
        }

        private void withAverage(Runnable work) {
            average.ifPresentOrElse(there -> there.during(work), work);
        }

        private Map<String, Tensor> saved() {
            Map<String, Tensor> saved = new LinkedHashMap<>();
            withAverage(() -> saved.putAll(NetworkWeights.save(parameters)));
            return saved;
        }

        private Checkpoint.State state(Checkpoint.Figures figures, Map<String, Tensor> best) {
            Map<String, Tensor> tensors = new LinkedHashMap<>(optimizer.state());
            NetworkWeights.save(parameters).forEach((name, tensor) -> tensors.put(WEIGHT + name, tensor));
            average.ifPresent(there -> tensors.putAll(there.state()));
            best.forEach((name, tensor) -> tensors.put(BEST + name, tensor));
            return new Checkpoint.State(figures, tensors);
        }

        private void goOn(Checkpoint.State state) {
            state.named(WEIGHT)
                    .forEach((name, tensor) -> Tensors.set(parameters.get(name).getArray(), tensor));
            optimizer.restore(state.tensors(), state.figures().steps());
            average.ifPresent(there -> there.restore(state.tensors()));
            replicas.spread();
        }

        private void step(Batches.Batch batch, int epoch, Tally tally) {
            float[] labels = batch.labels();
            // Everything that a step makes belongs to a manager of its own; otherwise memory grows with every step.
            try (NDManager step = trainer.getManager().newSubManager()) {
                Mixing.Mixed mixed = mixing.mix(batch.inputs().apply(step), labels, epoch, batchOfEpoch++);
                Shape column = new Shape(labels.length, 1);
                NDArray target = step.create(smoothed(mixed.labels()), column);
                NDArray weight = step.create(weights(mixed.labels()), column);
                List<NDArray> logits = new ArrayList<>();
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    for (Replicas.Share share : replicas.deal(mixed.inputs(), target, weight)) {
                        logits.add(replicas.forward(share));
                        collector.backward(loss(logits.get(logits.size() - 1), share));
                    }
                    // Only now is anything waited for: until here the devices work side by side.
                    Tally own = new Tally();
                    own.add(values(logits), labels);
                    steps.add(own.after(steps.size() + 1));
                    tally.add(own);
                    options.range().ifPresent(test -> test.note(own.meanLoss()));
                }
            }
            replicas.reduce(optimizer::moves);
            clip();
            optimizer.step(name -> rates.at(name, optimizer.steps()));
            replicas.spread();
            average.ifPresent(there -> there.update(optimizer.steps()));
            shown.advance(labels.length);
        }

        /** A share's part of the batch's mean of weighted binary cross-entropies, without overflow at either end. */
        private static NDArray loss(NDArray logits, Replicas.Share share) {
            NDArray losses = Activation.relu(logits)
                    .sub(logits.mul(share.targets()))
                    .add(Activation.softPlus(logits.abs().neg()));
            NDArray mean = losses.mul(share.weights()).mean();
            return share.part() == 1 ? mean : mean.mul((float) share.part());
        }

        private static float[] values(List<NDArray> logits) {
            if (logits.size() == 1) {
                return logits.get(0).toFloatArray();
            }
            FloatBuffer all = FloatBuffer.allocate(
                    Math.toIntExact(logits.stream().mapToLong(NDArray::size).sum()));
            logits.forEach(part -> all.put(part.toFloatArray()));
            return all.array();
        }

        private float[] weights(float[] labels) {
            float[] weights = new float[labels.length];
            for (int i = 0; i < labels.length; i++) {
                weights[i] = labels[i] * positiveWeight + (1 - labels[i]) * negativeWeight;
            }
            return weights;
        }

        private void clip() {
            if (optimization.clipNorm() == 0) {
                return;
            }
            double norm = optimizer.gradientNorm();
            if (norm > optimization.clipNorm()) {
                optimizer.scaleGradients(optimization.clipNorm() / norm);
            }
        }

        private float[] smoothed(float[] labels) {
            float smoothing = (float) optimization.labelSmoothing();
            float[] smoothed = new float[labels.length];
            for (int i = 0; i < labels.length; i++) {
                smoothed[i] = labels[i] * (1 - smoothing) + smoothing / 2;
            }
            return smoothed;
        }

        private void look(Batches.Batch batch, Tally tally) {
            try (NDManager look = trainer.getManager().newSubManager()) {
                NDList logits = trainer.evaluate(new NDList(batch.inputs().apply(look)));
                tally.add(logits.singletonOrThrow().toFloatArray(), batch.labels());
            }
        }
    }
}
