package dev.carornot.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.carornot.classifier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Adam (Kingma and Ba, 2014, arXiv:1412.6980), or with decoupled weight decay (Loshchilov and Hutter, 2017,
 * arXiv:1711.05101), the arithmetic being DJL's. DJL's own optimizers keep their moments to themselves and have one rate for
 * all parameters; these moments can be written and read, so that a run resumes, and each parameter may have a rate of its
 * own. Not thread-safe. The moments belong to the manager.
 */
final class AdamOptimizer {
    /** Defaults of the paper, of torch and of DJL. */
    private static final double BETA1 = 0.9;

    private static final double BETA2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final Map<String, Parameter> trained = new LinkedHashMap<>();
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> variances = new LinkedHashMap<>();
    private final boolean decoupled;
    private final double weightDecay;
    private Predicate<String> moved = name -> true;
    private int steps;

    /**
     * Starts with moments of 0.
     *
     * @param parameters initialised; those without a gradient, such as running statistics, are left alone
     * @param decoupled whether it is AdamW
     */
    AdamOptimizer(Map<String, Parameter> parameters, boolean decoupled, double weightDecay, NDManager manager) {
        this.decoupled = decoupled;
        this.weightDecay = weightDecay;
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                trained.put(name, parameter);
                means.put(name, manager.zeros(parameter.getArray().getShape()));
                variances.put(name, manager.zeros(parameter.getArray().getShape()));
            }
        });
    }

    /** From now on moves these parameters only; the others, which need no gradients, keep their moments. */
    void only(Predicate<String> names) {
        moved = names;
    }

    /** Whether a parameter, by its name, is moved at present. */
    boolean moves(String name) {
        return trained.containsKey(name) && moved.test(name);
    }

    private void forEach(BiConsumer<String, NDArray> work) {
        trained.forEach((name, parameter) -> {
            if (moved.test(name)) {
                work.accept(name, parameter.getArray());
            }
        });
    }

    /** Steps that were made. */
    int steps() {
        return steps;
    }

    /** Square root of the sum of all gradients' squares. */
    double gradientNorm() {
        double[] sum = new double[1];
        forEach((name, weight) -> {
            try (NDArray gradient = weight.getGradient();
                    NDArray squares = gradient.square();
                    NDArray total = squares.sum()) {
                sum[0] += total.getFloat();
            }
        });
        return Math.sqrt(sum[0]);
    }

    /** Multiplies all gradients, as clipping by their norm does (Pascanu et al., 2012, arXiv:1211.5063). */
    void scaleGradients(double factor) {
        forEach((name, weight) -> {
            try (NDArray gradient = weight.getGradient()) {
                gradient.muli((float) factor);
            }
        });
    }

    /**
     * Moves every parameter along its gradient, and sets the gradients to 0.
     *
     * @param learningRate of a parameter, by its name
     */
    void step(ToDoubleFunction<String> learningRate) {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        forEach((name, weight) -> {
            double rate = learningRate.applyAsDouble(name);
            try (NDArray gradient = weight.getGradient()) {
                weight.getNDArrayInternal()
                        .adamUpdate(
                                new NDList(weight, gradient, means.get(name), variances.get(name)),
                                new NDList(weight),
                                (float) rate,
                                (float) (rate * correction),
                                (float) weightDecay,
                                1,
                                -1,
                                (float) BETA1,
                                (float) BETA2,
                                EPSILON,
                                true,
                                decoupled);
            }
        });
    }

    /** All that a later run needs to go on. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        means.forEach((name, mean) -> state.put("mean." + name, Tensors.tensor(mean)));
        variances.forEach((name, variance) -> state.put("variance." + name, Tensors.tensor(variance)));
        return state;
    }

    /**
     * Goes on where another one stopped.
     *
     * @param state its {@link #state}
     * @param stepsMade its {@link #steps}
     */
    void restore(Map<String, Tensor> state, int stepsMade) {
        means.forEach((name, mean) -> Tensors.set(mean, state.get("mean." + name)));
        variances.forEach((name, variance) -> Tensors.set(variance, state.get("variance." + name)));
        steps = stepsMade;
    }
}
