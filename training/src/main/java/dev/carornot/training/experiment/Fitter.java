package dev.carornot.training.experiment;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains a block on batches and keeps the epoch with the least validation loss. With the same seed, data and machine the
 * weights are the same bit for bit. Not thread-safe: the engine has one random generator.
 */
final class Fitter {
    private final Optimization optimization;
    private final long seed;
    private final int looks;
    private final ProgressFactory progress;

    Fitter(Optimization optimization, long seed, ProgressFactory progress) {
        this(optimization, seed, 1, progress);
    }

    /**
     * A fitter that looks at validation within the epochs, too, which changes nothing but the time.
     *
     * @param looks how often in an epoch, its end included
     */
    Fitter(Optimization optimization, long seed, int looks, ProgressFactory progress) {
        this.optimization = optimization;
        this.seed = seed;
        this.looks = looks;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param weights of the best epoch
     * @param best its number, from 1
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
        Engine.getInstance().setRandomSeed((int) (seed ^ (seed >>> 32)));
        try (Model model = Model.newInstance("training", Device.cpu())) {
            model.setBlock(block);
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(optimizer(training.count()));
            try (Trainer trainer = model.newTrainer(config);
                    Progress shown = progress.start(task, "examples", (long) optimization.epochs() * training.size())) {
                trainer.initialize(input);
                return new Run(trainer, parameters, training, validation, shown).epochs();
            }
        }
    }

    private Optimizer optimizer(int stepsPerEpoch) {
        Tracker rate = learningRate(stepsPerEpoch);
        return switch (optimization.optimizer()) {
            case ADAM -> Optimizer.adam().optLearningRateTracker(rate).build();
            case ADAMW ->
                Optimizer.adamW()
                        .optLearningRateTracker(rate)
                        .optWeightDecays((float) optimization.weightDecay())
                        .build();
        };
    }

    private Tracker learningRate(int stepsPerEpoch) {
        double warmup = optimization.warmupEpochs() * stepsPerEpoch;
        double total = (double) optimization.epochs() * stepsPerEpoch;
        return step -> {
            double factor = 1;
            if (step <= warmup) {
                factor = step / Math.max(1, warmup);
            } else if (optimization.schedule() == Optimization.Schedule.COSINE) {
                factor = (1 + Math.cos(Math.PI * (step - warmup) / (total - warmup))) / 2;
            }
            return (float) (factor * optimization.learningRate());
        };
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
        private final Map<String, Parameter> parameters;
        private final Batches training;
        private final Batches validation;
        private final Progress shown;
        private final List<StepFigures> steps = new ArrayList<>();
        private final List<StepFigures> looked = new ArrayList<>();

        Run(Trainer trainer, Map<String, Parameter> parameters, Batches training, Batches validation, Progress shown) {
            this.trainer = trainer;
            this.parameters = parameters;
            this.training = training;
            this.validation = validation;
            this.shown = shown;
        }

        Fitted epochs() {
            List<Epoch> epochs = new ArrayList<>();
            Map<String, Tensor> weights = Map.of();
            Epoch best = null;
            for (int number = 1; number <= optimization.epochs(); number++) {
                long start = System.nanoTime();
                Tally trained = new Tally();
                int firstStep = steps.size();
                training.forEach(number, batch -> {
                    step(batch, trained);
                    if (isTimeToLook(steps.size() - firstStep)) {
                        looked.add(validate().after(steps.size()));
                    }
                });
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
                    weights = NetworkWeights.save(parameters);
                }
                shown.detail(String.format(
                        Locale.ROOT,
                        "epoch %d/%d, loss %.4f, validation %.4f, %.2f %% right",
                        number,
                        optimization.epochs(),
                        epoch.trainingLoss(),
                        epoch.validationLoss(),
                        100 * epoch.validationAccuracy()));
            }
            return new Fitted(weights, best.epoch(), List.copyOf(epochs), List.copyOf(steps), List.copyOf(looked));
        }

        /** Whether one of the looks within an epoch is due after this step of it; the look at its end is not. */
        private boolean isTimeToLook(int stepOfEpoch) {
            int count = training.count();
            return stepOfEpoch < count && (long) stepOfEpoch * looks / count > (long) (stepOfEpoch - 1) * looks / count;
        }

        private Tally validate() {
            Tally tally = new Tally();
            validation.forEach(1, batch -> look(batch, tally));
            return tally;
        }

        private void step(Batches.Batch batch, Tally tally) {
            float[] labels = batch.labels();
            // Everything that a step makes belongs to a manager of its own; otherwise memory grows with every step.
            try (NDManager step = trainer.getManager().newSubManager()) {
                NDArray inputs = batch.inputs().apply(step);
                NDArray target = step.create(smoothed(labels), new Shape(labels.length, 1));
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList logits = trainer.forward(new NDList(inputs));
                    NDArray loss = trainer.getLoss().evaluate(new NDList(target), logits);
                    collector.backward(loss);
                    Tally own = new Tally();
                    own.add(logits.singletonOrThrow().toFloatArray(), labels);
                    steps.add(own.after(steps.size() + 1));
                    tally.add(own);
                }
            }
            trainer.step();
            shown.advance(labels.length);
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
