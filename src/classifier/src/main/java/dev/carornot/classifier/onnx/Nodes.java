package dev.carornot.classifier.onnx;

import dev.carornot.classifier.network.Topology;
import java.util.List;

/** The nodes that both arithmetics write alike. */
final class Nodes {
    private static final int POOL_KERNEL = 3;
    private static final int POOL_STRIDE = 2;
    private static final int POOL_PADDING = 1;

    private Nodes() {}

    static String convolution(
            GraphBuilder graph, Topology.Convolution layer, String input, String weight, String bias, String output) {
        return graph.node(
                "Conv", List.of(input, weight, bias), output, window(layer.kernel(), layer.stride(), layer.padding()));
    }

    /** {@link dev.carornot.classifier.network.Operation.MaxPool}. */
    static String maxPool(GraphBuilder graph, String input, String output) {
        return graph.node("MaxPool", List.of(input), output, window(POOL_KERNEL, POOL_STRIDE, POOL_PADDING));
    }

    private static Attribute[] window(long kernel, long stride, long padding) {
        return new Attribute[] {
            Attribute.integers("kernel_shape", kernel, kernel),
            Attribute.integers("strides", stride, stride),
            Attribute.integers("pads", padding, padding, padding, padding)
        };
    }
}
