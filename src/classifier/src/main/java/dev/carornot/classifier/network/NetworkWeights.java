package dev.carornot.classifier.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Weights into and out of networks, matched by name and shape. Stateless and thread-safe. */
public final class NetworkWeights {
    /** The ImageNet classifier's own layer, and torch's step counters, which no inference needs. */
    private static final Pattern NOT_BACKBONE = Pattern.compile("fc\\.(weight|bias)|.*\\.num_batches_tracked");

    private static final Pattern STAGE = Pattern.compile("layer([1-9])\\..*");

    private NetworkWeights() {}

    /**
     * What a backbone needs of a file that may hold more: later stages, the ImageNet classes' layer and step counters are
     * left out.
     *
     * @throws TensorFileException when a tensor is missing, of another shape, or unknown to any ResNet; names it
     */
    public static Map<String, Tensor> backbone(TensorMap file, BackboneConfiguration configuration)
            throws TensorFileException {
        Map<String, Tensor> kept = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> {
            var stage = STAGE.matcher(name);
            boolean later = stage.matches()
                    && Integer.parseInt(stage.group(1)) > configuration.blocks().size();
            if (!later && !NOT_BACKBONE.matcher(name).matches()) {
                kept.put(name, tensor);
            }
        });
        TensorMap candidates = new TensorMap(file.source(), kept, Map.of());
        check(candidates, new ResNet(configuration, false).parametersByName());
        return kept;
    }

    /**
     * Sets every parameter of a network that is not initialised yet. The arrays belong to {@code manager}.
     *
     * @throws TensorFileException when a tensor is missing, left over, of another shape or not of floating-point numbers;
     *     names it
     */
    public static void load(TensorMap tensors, Map<String, Parameter> parameters, NDManager manager)
            throws TensorFileException {
        check(tensors, parameters);
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            Tensor tensor = tensors.tensors().get(entry.getKey());
            Parameter parameter = entry.getValue();
            NDArray array = tensor.type() == DataType.FLOAT32
                    ? manager.create(tensor.data(), tensor.shape(), DataType.FLOAT32)
                    : manager.create(tensor.toFloats(), tensor.shape());
            // A parameter takes either a shape or an array: the shape has done its work in the check above.
            parameter.setShape(null);
            parameter.setArray(array);
        }
    }

    /** Copies of a network's parameters as 32-bit float tensors. */
    public static Map<String, Tensor> save(Map<String, Parameter> parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            NDArray array = parameter.getArray();
            tensors.put(name, Tensor.of(array.toFloatArray(), array.getShape()));
        });
        return tensors;
    }

    /**
     * Checks that tensors and parameters agree in names, shapes and kind.
     *
     * @throws TensorFileException at the first that does not; names it
     */
    public static void check(TensorMap tensors, Map<String, Parameter> parameters) throws TensorFileException {
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            Tensor tensor = tensors.tensors().get(entry.getKey());
            if (tensor == null) {
                throw new TensorFileException(
                        tensors.source() + " lacks the tensor " + entry.getKey()
                                + " that the configured network needs; does the configuration name the right stages and width?");
            }
            if (!tensor.shape().equals(entry.getValue().getShape())) {
                throw new TensorFileException(tensors.source() + " holds " + entry.getKey() + " as " + tensor.shape()
                        + ", but the configured network needs "
                        + entry.getValue().getShape() + ".");
            }
            if (!tensor.type().isFloating()) {
                throw new TensorFileException(tensors.source() + " holds " + entry.getKey() + " as " + tensor.type()
                        + ", not as floating-point numbers.");
            }
        }
        Set<String> extra = new LinkedHashSet<>(tensors.tensors().keySet());
        extra.removeAll(parameters.keySet());
        if (!extra.isEmpty()) {
            throw new TensorFileException(tensors.source() + " holds the tensor "
                    + extra.iterator().next() + " that the configured network does not have"
                    + (extra.size() > 1 ? " (and " + (extra.size() - 1) + " more)." : "."));
        }
    }
}
