package dev.carornot.training.experiment;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.carornot.classifier.network.Head;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.List;
import java.util.Map;

/** A head that was trained, and how it went. Immutable and thread-safe. */
public final class FittedHead {
    /** More points would show the noise of single batches rather than the way. */
    private static final int POINTS = 80;

    private final HeadConfiguration configuration;
    private final int features;
    private final Fitter.Fitted fitted;

    FittedHead(HeadConfiguration configuration, int features, Fitter.Fitted fitted) {
        this.configuration = configuration;
        this.features = features;
        this.fitted = fitted;
    }

    /** The epoch whose weights it has, from 1: that with the least loss on validation. */
    public int kept() {
        return fitted.best();
    }

    /** Of training by step, taken on the way, with dropout; thinned to 80 points at most, each a mean. */
    public List<StepFigures> trainingBySteps() {
        return StepFigures.thinned(fitted.steps(), POINTS);
    }

    /** Of validation, after some of the steps. */
    public List<StepFigures> validationBySteps() {
        return StepFigures.thinned(fitted.looks(), POINTS);
    }

    /** Of training by epoch, whose number is in the place of the step: means over what was taken on the way. */
    public List<StepFigures> trainingByEpochs() {
        return fitted.epochs().stream()
                .map(epoch -> new StepFigures(epoch.epoch(), epoch.trainingLoss(), epoch.trainingAccuracy()))
                .toList();
    }

    /** Of validation at the end of each epoch. */
    public List<StepFigures> validationByEpochs() {
        return fitted.epochs().stream()
                .map(epoch -> new StepFigures(epoch.epoch(), epoch.validationLoss(), epoch.validationAccuracy()))
                .toList();
    }

    /**
     * Probabilities of the positive class, in 0..1, without dropout.
     *
     * @param vectors features as it was trained on; at least one
     */
    public double[] probabilities(List<float[]> vectors) {
        float[] values = new float[Math.multiplyExact(vectors.size(), features)];
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i), 0, values, i * features, features);
        }
        Head head = new Head(configuration, features);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NetworkWeights.load(
                    new TensorMap("the head", fitted.weights(), Map.of()), head.parametersByName(), manager);
            NDArray input = manager.create(values, new Shape(vectors.size(), features));
            float[] logits = head.forward(new ParameterStore(manager, false), new NDList(input), false)
                    .singletonOrThrow()
                    .toFloatArray();
            double[] probabilities = new double[logits.length];
            for (int i = 0; i < logits.length; i++) {
                probabilities[i] = 1 / (1 + Math.exp(-logits[i]));
            }
            return probabilities;
        } catch (TensorFileException e) {
            throw new IllegalStateException("A head does not take its own weights.", e);
        }
    }
}
