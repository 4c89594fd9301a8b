package dev.carornot.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.carornot.classifier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exponential moving average of a network's weights and running statistics, {@code a = d a + (1 - d) w} after each step
 * (Polyak and Juditsky, 1992, in the form that Inception was trained with). Its first steps forget faster, {@code d =
 * min(decay, (1 + t) / (10 + t))} at step t, so that a short run is not an average over its random start. Not thread-safe.
 * The arrays belong to the manager.
 */
final class WeightAverage {
    /** As in TensorFlow's {@code ExponentialMovingAverage}. */
    private static final double START = 10;

    private final Map<String, Parameter> parameters;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final double decay;

    /** Starts with the weights as they are. */
    WeightAverage(Map<String, Parameter> parameters, double decay, NDManager manager) {
        this.parameters = parameters;
        this.decay = decay;
        parameters.forEach((name, parameter) -> {
            NDArray weight = parameter.getArray();
            averages.put(name, manager.create(weight.toFloatArray(), weight.getShape()));
        });
    }

    /** @param step that was just made, from 1 */
    void update(int step) {
        float kept = (float) Math.min(decay, (1 + step) / (START + step));
        averages.forEach((name, average) -> {
            try (NDArray weight = parameters.get(name).getArray().stopGradient();
                    NDArray share = weight.mul(1 - kept)) {
                average.muli(kept).addi(share);
            }
        });
    }

    /** Runs something with the averages in the network, which has its own weights back afterwards. */
    void during(Runnable work) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        averages.forEach((name, average) -> {
            NDArray weight = parameters.get(name).getArray();
            own.put(name, Tensors.tensor(weight));
            Tensors.set(weight, Tensors.tensor(average));
        });
        try {
            work.run();
        } finally {
            own.forEach((name, tensor) -> Tensors.set(parameters.get(name).getArray(), tensor));
        }
    }

    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        averages.forEach((name, average) -> state.put("average." + name, Tensors.tensor(average)));
        return state;
    }

    void restore(Map<String, Tensor> state) {
        averages.forEach((name, average) -> Tensors.set(average, state.get("average." + name)));
    }
}
