package dev.carornot.classifier.onnx;

import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** 32-bit floats. ONNX Runtime fuses each convolution with the sum and the ReLU behind it. Not thread-safe. */
final class FloatArithmetic implements Arithmetic {
    private final GraphBuilder graph;
    private final Map<String, Tensor> tensors;

    /** @param tensors batch norms folded */
    FloatArithmetic(GraphBuilder graph, Map<String, Tensor> tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    @Override
    public void input(String normalized) {
        graph.node("Identity", List.of(normalized), Graph.INPUT);
    }

    @Override
    public void convolution(Operation.Convolution convolution) {
        String output = convolution.output();
        boolean sums = convolution.residual() != null;
        String layer = convolution.layer().name();
        String value = Nodes.convolution(
                graph,
                convolution.layer(),
                convolution.input(),
                constant(layer + ".weight"),
                constant(layer + ".bias"),
                sums || convolution.relu() ? output + "/convolution" : output);
        if (sums) {
            value = graph.node(
                    "Add", List.of(value, convolution.residual()), convolution.relu() ? output + "/sum" : output);
        }
        if (convolution.relu()) {
            graph.node("Relu", List.of(value), output);
        }
    }

    private String constant(String name) {
        return graph.constant(name, tensors.get(name));
    }

    @Override
    public void maxPool(Operation.MaxPool pool) {
        Nodes.maxPool(graph, pool.input(), pool.output());
    }
}
