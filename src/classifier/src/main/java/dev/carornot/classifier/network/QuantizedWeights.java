package dev.carornot.classifier.network;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A network in 8 bits: for each convolution whose input has a range {@code <layer>.weight} as signed bytes, {@code
 * <layer>.weight_scale} by output channel and {@code <layer>.bias} as 32-bit floats, for the others {@code <layer>.weight} and
 * {@code <layer>.bias} as 32-bit floats, batch norms folded in; and the head. Immutable and thread-safe.
 *
 * @param quantization the activations' ranges
 * @param tensors by name
 */
public record QuantizedWeights(Quantization quantization, TensorMap tensors) {
    /** What a graph needs of one tensor; a null type stands for any floating-point one. */
    private record Need(DataType type, Shape shape) {
        boolean isMetBy(Tensor tensor) {
            boolean rightType = type == null ? tensor.type().isFloating() : tensor.type() == type;
            return rightType && tensor.shape().equals(shape);
        }

        @Override
        public String toString() {
            return (type == null ? "floats" : type) + " " + shape;
        }
    }

    /**
     * Checks that a graph finds all that it needs, and nothing else is there.
     *
     * @throws TensorFileException at the first tensor or range that is missing, left over or of another kind; names it
     */
    public void check(Graph graph) throws TensorFileException {
        Map<String, Need> needs = needs(graph);
        for (Map.Entry<String, Need> need : needs.entrySet()) {
            Tensor tensor = tensors.tensors().get(need.getKey());
            if (tensor == null || !need.getValue().isMetBy(tensor)) {
                throw new TensorFileException(tensors.source() + " needs the tensor " + need.getKey() + " as "
                        + need.getValue() + ", but "
                        + (tensor == null ? "lacks it." : "holds it as " + tensor.type() + " " + tensor.shape() + "."));
            }
        }
        Set<String> extra = new LinkedHashSet<>(tensors.tensors().keySet());
        extra.removeAll(needs.keySet());
        if (!extra.isEmpty()) {
            throw new TensorFileException(tensors.source() + " holds the tensor "
                    + extra.iterator().next() + " that the network does not have.");
        }
        for (Operation.Convolution convolution : graph.convolutions()) {
            String residual = convolution.residual();
            boolean addsToBytes =
                    residual != null && quantization.range(graph, residual).isPresent();
            if (addsToBytes
                    && !(quantization.covers(graph, convolution)
                            && quantization.range(graph, convolution.output()).isPresent())) {
                throw new TensorFileException("The ranges of the activations that belong to " + tensors.source()
                        + " do not fit together: " + residual + " has one, so " + convolution.input() + " and "
                        + convolution.output() + " need one too.");
            }
        }
    }

    private Map<String, Need> needs(Graph graph) {
        Map<String, Need> needs = new LinkedHashMap<>();
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Convolution convolution) {
                Topology.Convolution layer = convolution.layer();
                Shape channels = new Shape(layer.outputs());
                if (quantization.covers(graph, convolution)) {
                    needs.put(layer.name() + ".weight", new Need(DataType.INT8, layer.weightShape()));
                    needs.put(layer.name() + ".weight_scale", new Need(DataType.FLOAT32, channels));
                } else {
                    needs.put(layer.name() + ".weight", new Need(DataType.FLOAT32, layer.weightShape()));
                }
                needs.put(layer.name() + ".bias", new Need(DataType.FLOAT32, channels));
            } else if (operation instanceof Operation.Linear linear) {
                needs.put(linear.name() + ".weight", new Need(null, new Shape(linear.outputs(), linear.inputs())));
                needs.put(linear.name() + ".bias", new Need(null, new Shape(linear.outputs())));
            }
        }
        return needs;
    }
}
