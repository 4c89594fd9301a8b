package dev.carornot.training.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.calibration.DecisionRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An experiment as its YAML file states it. Every key but {@code name} and {@code train} has a default; an unknown key is
 * an error.
 *
 * @param name the model's name
 * @param train what is trained: the head on a frozen backbone's features, or the whole network from a fresh start
 * @param labels names of the classes
 * @param backbone the backbone's shape
 * @param head the head's shape
 * @param input what the network sees
 * @param optimization how it is trained
 * @param augmentation how training photographs are varied; whole-network training only
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

    enum Scope {
        @JsonProperty("head")
        HEAD,
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
     */
    record Backbone(Variant variant, List<Integer> blocks, int width, String through, String precision) {
        private static final Set<Precision> PRECISIONS = EnumSet.of(Precision.FP32, Precision.BF16);

        private static final List<Integer> RESNET_50 = List.of(3, 4, 6, 3);
        private static final int RESNET_50_WIDTH = 64;

        Backbone {
            variant = variant == null ? Variant.V1_5 : variant;
            blocks = blocks == null ? RESNET_50 : List.copyOf(blocks);
            width = width == 0 ? RESNET_50_WIDTH : width;
            through = through == null ? "layer" + blocks.size() : through;
            precision = precision == null ? PrecisionChoice.AUTO.toString() : precision;
            if (!PrecisionChoice.parse(precision)
                    .precision()
                    .map(PRECISIONS::contains)
                    .orElse(true)) {
                throw new IllegalArgumentException(
                        "A backbone's 'precision' is auto, bf16 or fp32, not '" + precision + "'.");
            }
            if (!through.matches("layer[1-9]") || stage(through) > blocks.size()) {
                throw new IllegalArgumentException(
                        "'through' names one of layer1 to layer" + blocks.size() + ", not '" + through + "'.");
            }
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

    /** Size and normalisation, ImageNet's unless stated. */
    record Input(int resize, int crop, List<Float> mean, List<Float> std) {
        Input {
            resize = resize == 0 ? InputSize.IMAGENET.resize() : resize;
            crop = crop == 0 ? InputSize.IMAGENET.crop() : crop;
            mean = mean == null ? Normalization.IMAGENET.mean() : mean;
            std = std == null ? Normalization.IMAGENET.std() : std;
        }

        InputSize size() {
            return new InputSize(resize, crop);
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
     */
    record Optimization(
            Optimizer optimizer,
            double learningRate,
            Schedule schedule,
            double warmupEpochs,
            double weightDecay,
            double labelSmoothing,
            int epochs,
            int batch) {
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
            if (weightDecay > 0 && optimizer == Optimizer.ADAM) {
                throw new IllegalArgumentException("'weightDecay' needs 'optimizer: adamw'.");
            }
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
            throw new IllegalArgumentException("'train' is missing: 'head' or 'network'.");
        }
        labels = labels == null ? CAR_OR_NOT : labels;
        backbone = backbone == null ? new Backbone(null, null, 0, null, null) : backbone;
        head = head == null ? HeadConfiguration.WRITE_UP : head;
        input = input == null ? new Input(0, 0, null, null) : input;
        optimization = optimization == null ? Optimization.defaults() : optimization;
        if (train == Scope.HEAD && augmentation != null) {
            throw new IllegalArgumentException(
                    "'augmentation' needs 'train: network': a head learns from cached features.");
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
}
