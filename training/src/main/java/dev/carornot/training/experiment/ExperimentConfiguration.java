package dev.carornot.training.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Programs;
import dev.carornot.training.calibration.DecisionRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An experiment as its YAML file states it. Every key but {@code name} and {@code train} has a default; an unknown key is
 * an error.
 *
 * @param name the model's name
 * @param train what is trained: the head on a frozen backbone's features, the later stages and the head on a frozen stage's maps, or
 *     the whole network from a fresh start
 * @param labels names of the classes
 * @param backbone the backbone's shape
 * @param head the head's shape
 * @param input what the network sees
 * @param optimization how it is trained
 * @param augmentation how training photographs are varied
 * @param split shares of a random split, for data without splits of its own
 * @param decision temperature and thresholds of the artifact, or how they are found on the validation split
 * @param weights how the artifact stores its weights
 * @param evaluate the splits whose figures go into the manifest; one that the data lacks is left out
 * @param seed of everything random
 */
record ExperimentConfiguration(
        String name,
        Scope train,
        Labels labels,
        Backbone backbone,
        HeadConfiguration head,
        Input input,
        Optimization optimization,
        Augmentation augmentation,
        Shares split,
        DecisionRule decision,
        StoredWeights weights,
        List<String> evaluate,
        long seed) {

    static final Labels CAR_OR_NOT = new Labels("not_car", "car");

    private static final Set<Precision> PRECISIONS = EnumSet.of(Precision.FP32, Precision.BF16);

    private static boolean isFloatOrBfloat16(String precision) {
        return PrecisionChoice.parse(precision)
                .precision()
                .map(PRECISIONS::contains)
                .orElse(true);
    }

    enum Scope {
        @JsonProperty("head")
        HEAD,
        @JsonProperty("stages")
        STAGES,
        @JsonProperty("network")
        NETWORK
    }

    enum StoredWeights {
        @JsonProperty("fp32")
        FP32,
        @JsonProperty("fp16")
        FP16;

        String label() {
            return this == FP32 ? "fp32" : "fp16";
        }
    }

    /**
     * The backbone: ResNet-50 unless blocks and width say otherwise.
     *
     * @param through the last stage that is used, e.g. {@code layer3}
     * @param precision the arithmetic of a frozen backbone: {@code fp32}, {@code bf16}, or {@code auto} for bf16 where the
     *     processor multiplies it
     * @param unfreeze the first stage that is trained on, from the file's weights; null for none
     * @param fresh the first stage that is trained from a fresh start; null for none
     */
    record Backbone(
            Variant variant,
            List<Integer> blocks,
            int width,
            String through,
            String precision,
            String unfreeze,
            String fresh) {
        private static final List<Integer> RESNET_50 = List.of(3, 4, 6, 3);
        private static final int RESNET_50_WIDTH = 64;

        Backbone {
            variant = variant == null ? Variant.V1_5 : variant;
            blocks = blocks == null ? RESNET_50 : List.copyOf(blocks);
            width = width == 0 ? RESNET_50_WIDTH : width;
            through = through == null ? "layer" + blocks.size() : through;
            precision = precision == null ? PrecisionChoice.AUTO.toString() : precision;
            if (!isFloatOrBfloat16(precision)) {
                throw new IllegalArgumentException(
                        "A backbone's 'precision' is auto, bf16 or fp32, not '" + precision + "'.");
            }
            if (!through.matches("layer[1-9]") || stage(through) > blocks.size()) {
                throw new IllegalArgumentException(
                        "'through' names one of layer1 to layer" + blocks.size() + ", not '" + through + "'.");
            }
            requireLaterStage("unfreeze", unfreeze, stage(through));
            requireLaterStage("fresh", fresh, stage(through));
            if (unfreeze != null && fresh != null && stage(unfreeze) >= stage(fresh)) {
                throw new IllegalArgumentException(
                        "'unfreeze' names an earlier stage than 'fresh', not '" + unfreeze + "' and '" + fresh + "'.");
            }
        }

        private static void requireLaterStage(String key, String name, int last) {
            if (name != null && (!name.matches("layer[2-9]") || stage(name) > last)) {
                throw new IllegalArgumentException(
                        "'" + key + "' names one of layer2 to layer" + last + ", not '" + name + "'.");
            }
        }

        /** The first stage that is trained, counted from 1; where none is, one more than there are. */
        int firstTrained() {
            if (unfreeze != null) {
                return stage(unfreeze);
            }
            return firstFresh();
        }

        /** The first stage that the file need not have; where none is fresh, one more than there are. */
        int firstFresh() {
            return fresh == null ? stage(through) + 1 : stage(fresh);
        }

        /** What of the backbone comes from the file. */
        BackboneConfiguration inFile() {
            return new BackboneConfiguration(variant, blocks.subList(0, firstFresh() - 1), width);
        }

        private static int stage(String through) {
            return through.charAt(through.length() - 1) - '0';
        }

        PrecisionChoice choice() {
            return PrecisionChoice.parse(precision);
        }

        BackboneConfiguration configuration() {
            return new BackboneConfiguration(variant, blocks.subList(0, stage(through)), width);
        }
    }

    /** Size and normalisation, ImageNet's unless stated; see {@link InputSize}. */
    record Input(int resize, int crop, double aspect, List<Float> mean, List<Float> std) {
        Input {
            resize = resize == 0 ? InputSize.IMAGENET.resize() : resize;
            crop = crop == 0 ? InputSize.IMAGENET.crop() : crop;
            aspect = aspect == 0 ? 1 : aspect;
            mean = mean == null ? Normalization.IMAGENET.mean() : mean;
            std = std == null ? Normalization.IMAGENET.std() : std;
        }

        InputSize size() {
            return new InputSize(resize, crop, aspect);
        }

        Normalization normalization() {
            return new Normalization(mean, std);
        }
    }

    /**
     * How the weights are found; the epoch with the least validation loss is kept.
     *
     * @param optimizer Adam (Kingma and Ba, 2014, arXiv:1412.6980), or with decoupled weight decay (Loshchilov and Hutter,
     *     2017, arXiv:1711.05101)
     * @param learningRate the highest that the schedule reaches
     * @param schedule whether it stays, or falls to nothing along half a cosine after the warm-up
     * @param warmupEpochs over which the learning rate rises from nothing
     * @param weightDecay for AdamW
     * @param labelSmoothing labels become {@code y (1 - s) + s / 2} while training (Szegedy et al., 2015)
     * @param headLearningRate the head's highest learning rate, where it is not {@code learningRate}; 0 for the same
     * @param stageDecay what a stage's learning rate is multiplied with for each trained stage between it and the head, in (0,
     *     1]: the last stage has {@code learningRate} itself (Howard and Ruder, 2018, arXiv:1801.06146)
     * @param classWeights whether both classes weigh the same in the loss, however many photographs they have
     * @param clipNorm gradients are scaled so that their norm is at most this; 0 for no limit
     * @param ema decay of a moving average of the weights, which is what is validated and kept; 0 for none
     * @param earlyStopping epochs without a better validation loss after which training ends; 0 for none
     * @param mixup alpha of the Beta distribution by which pairs of examples are mixed (Zhang et al., 2017, arXiv:1710.09412);
     *     0 for none
     * @param cutmix the same for maps or pictures with a rectangle of one another (Yun et al., 2019, arXiv:1905.04899); where
     *     both are stated each batch takes one or the other
     * @param unfreezeEvery epochs after which one more of the trained stages joins, the last one first, the head alone being
     *     trained before (Howard and Ruder, 2018); 0 where all are trained from the start on, as fresh ones always are
     * @param precision the arithmetic of the stages that learn: {@code fp32}, {@code bf16} for mixed precision, or {@code auto}
     *     for bf16 where the processor multiplies it
     */
    record Optimization(
            Optimizer optimizer,
            double learningRate,
            Schedule schedule,
            double warmupEpochs,
            double weightDecay,
            double labelSmoothing,
            int epochs,
            int batch,
            double headLearningRate,
            double stageDecay,
            ClassWeights classWeights,
            double clipNorm,
            double ema,
            int earlyStopping,
            double mixup,
            double cutmix,
            int unfreezeEvery,
            String precision) {
        enum ClassWeights {
            @JsonProperty("none")
            NONE,
            @JsonProperty("balanced")
            BALANCED
        }

        enum Optimizer {
            @JsonProperty("adam")
            ADAM,
            @JsonProperty("adamw")
            ADAMW
        }

        enum Schedule {
            @JsonProperty("constant")
            CONSTANT,
            @JsonProperty("cosine")
            COSINE
        }

        private static final double DEFAULT_LEARNING_RATE = 1e-3;
        private static final int DEFAULT_EPOCHS = 20;
        private static final int DEFAULT_BATCH = 32;

        Optimization {
            optimizer = optimizer == null ? Optimizer.ADAM : optimizer;
            schedule = schedule == null ? Schedule.CONSTANT : schedule;
            learningRate = learningRate == 0 ? DEFAULT_LEARNING_RATE : learningRate;
            epochs = epochs == 0 ? DEFAULT_EPOCHS : epochs;
            batch = batch == 0 ? DEFAULT_BATCH : batch;
            if (!(learningRate > 0 && learningRate <= 10)) {
                throw new IllegalArgumentException(
                        "'learningRate' is above 0 and at most 10, not " + learningRate + ".");
            }
            if (epochs < 1 || batch < 1 || warmupEpochs < 0 || warmupEpochs > epochs) {
                throw new IllegalArgumentException("'epochs' and 'batch' are at least 1, 'warmupEpochs' lies within the"
                        + " epochs; not " + epochs + ", " + batch + ", " + warmupEpochs + ".");
            }
            if (!(weightDecay >= 0 && weightDecay <= 1) || !(labelSmoothing >= 0 && labelSmoothing < 1)) {
                throw new IllegalArgumentException(
                        "'weightDecay' lies in 0..1 and 'labelSmoothing' in 0..1 (1 excluded)," + " not " + weightDecay
                                + ", " + labelSmoothing + ".");
            }
            classWeights = classWeights == null ? ClassWeights.NONE : classWeights;
            headLearningRate = headLearningRate == 0 ? learningRate : headLearningRate;
            stageDecay = stageDecay == 0 ? 1 : stageDecay;
            if (!(headLearningRate > 0 && headLearningRate <= 10)) {
                throw new IllegalArgumentException(
                        "'headLearningRate' is above 0 and at most 10, not " + headLearningRate + ".");
            }
            if (!(stageDecay > 0 && stageDecay <= 1)) {
                throw new IllegalArgumentException("'stageDecay' is above 0 and at most 1, not " + stageDecay + ".");
            }
            if (!(clipNorm >= 0) || earlyStopping < 0 || unfreezeEvery < 0) {
                throw new IllegalArgumentException(
                        "'clipNorm', 'earlyStopping' and 'unfreezeEvery' are not negative; 0 switches them off.");
            }
            if (!(ema >= 0 && ema < 1) || !(mixup >= 0 && mixup <= 1) || !(cutmix >= 0 && cutmix <= 1)) {
                throw new IllegalArgumentException("'ema', 'mixup' and 'cutmix' lie in 0..1 ('ema' below 1), not " + ema
                        + ", " + mixup + ", " + cutmix + ".");
            }
            precision = precision == null ? Precision.FP32.label() : precision;
            if (!isFloatOrBfloat16(precision)) {
                throw new IllegalArgumentException(
                        "An optimization's 'precision' is auto, bf16 or fp32, not '" + precision + "'.");
            }
            if (weightDecay > 0 && optimizer == Optimizer.ADAM) {
                throw new IllegalArgumentException("'weightDecay' needs 'optimizer: adamw'.");
            }
        }

        /** Without what is off unless it is stated. */
        Optimization(
                Optimizer optimizer,
                double learningRate,
                Schedule schedule,
                double warmupEpochs,
                double weightDecay,
                double labelSmoothing,
                int epochs,
                int batch) {
            this(
                    optimizer,
                    learningRate,
                    schedule,
                    warmupEpochs,
                    weightDecay,
                    labelSmoothing,
                    epochs,
                    batch,
                    0,
                    0,
                    null,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    null);
        }

        /** For so many epochs in which somebody else moves the rate: every stage learns, and nothing is averaged. */
        Optimization rising(int epochsOfRise) {
            return new Optimization(
                    optimizer,
                    learningRate,
                    Schedule.CONSTANT,
                    0,
                    weightDecay,
                    labelSmoothing,
                    epochsOfRise,
                    batch,
                    headLearningRate,
                    stageDecay,
                    classWeights,
                    clipNorm,
                    0,
                    0,
                    mixup,
                    cutmix,
                    0,
                    precision);
        }

        /** What the precision comes to on a processor. */
        Precision arithmetic(Processor processor) {
            return Programs.choose(PrecisionChoice.parse(precision), false, EngineChoice.PYTORCH, processor);
        }

        static Optimization defaults() {
            return new Optimization(null, 0, null, 0, 0, 0, 0, 0);
        }
    }

    /** Shares of a random split; they sum to 1. */
    record Shares(double train, double validation, double test) {
        /** The write-up's. */
        static final Shares WRITE_UP = new Shares(0.5, 0.3, 0.2);

        private static final double TOLERANCE = 1e-9;

        Shares {
            if (!(train > 0 && validation > 0 && test >= 0) || Math.abs(train + validation + test - 1) > TOLERANCE) {
                throw new IllegalArgumentException("'split' shares are positive (test may be 0) and sum to 1, not "
                        + train + " + " + validation + " + " + test + ".");
            }
        }
    }

    ExperimentConfiguration {
        if (name == null || !name.matches("[a-z0-9][a-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException(
                    "'name' is 1 to 63 of a-z, 0-9, '.', '_' and '-', and begins with a letter or" + " digit; '" + name
                            + "' will not do.");
        }
        if (train == null) {
            throw new IllegalArgumentException("'train' is missing: 'head', 'stages' or 'network'.");
        }
        labels = labels == null ? CAR_OR_NOT : labels;
        backbone = backbone == null ? new Backbone(null, null, 0, null, null, null, null) : backbone;
        head = head == null ? HeadConfiguration.WRITE_UP : head;
        input = input == null ? new Input(0, 0, 0, null, null) : input;
        optimization = optimization == null ? Optimization.defaults() : optimization;
        boolean cut = backbone.unfreeze() != null || backbone.fresh() != null;
        if (cut != (train == Scope.STAGES)) {
            throw new IllegalArgumentException(
                    cut
                            ? "'unfreeze' and 'fresh' need 'train: stages'."
                            : "'train: stages' needs a backbone with 'unfreeze' or 'fresh': the first stage to train.");
        }
        if (optimization.unfreezeEvery() > 0 && backbone.unfreeze() == null) {
            throw new IllegalArgumentException("'unfreezeEvery' needs a backbone with 'unfreeze'.");
        }
        if (train == Scope.NETWORK && augmentation != null && augmentation.copies() > 1) {
            throw new IllegalArgumentException(
                    "'copies' needs 'train: head' or 'train: stages': a whole network has views of its own in each epoch.");
        }
        if (train != Scope.STAGES && !optimization.precision().equals(Precision.FP32.label())) {
            throw new IllegalArgumentException("An optimization's 'precision' needs 'train: stages'.");
        }
        if (train == Scope.HEAD && optimization.cutmix() > 0) {
            throw new IllegalArgumentException(
                    "'cutmix' needs maps or pictures; a head's features can only be mixed with 'mixup'.");
        }
        augmentation = augmentation == null ? Augmentation.NONE : augmentation;
        split = split == null ? Shares.WRITE_UP : split;
        decision = decision == null ? DecisionRule.of(new Decision(1, 0.5, 0.5)) : decision;
        weights = weights == null ? StoredWeights.FP32 : weights;
        evaluate = evaluate == null ? List.of("validation") : List.copyOf(evaluate);
        // The sizes check themselves; a wrong one is found here and not after the features are computed.
        input.size();
        input.normalization();
        backbone.configuration();
    }

    /** The same with another seed. */
    ExperimentConfiguration with(long other) {
        return new ExperimentConfiguration(
                name,
                train,
                labels,
                backbone,
                head,
                input,
                optimization,
                augmentation,
                split,
                decision,
                weights,
                evaluate,
                other);
    }

    /** The same with another optimization. */
    ExperimentConfiguration with(Optimization other) {
        return new ExperimentConfiguration(
                name,
                train,
                labels,
                backbone,
                head,
                input,
                other,
                augmentation,
                split,
                decision,
                weights,
                evaluate,
                seed);
    }
}
