package dev.carornot.classifier.onnx;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * 8-bit integers in ONNX's QDQ form: each operator stands between DequantizeLinear and QuantizeLinear, so that the file means
 * the same to a runtime that computes in floats, and ONNX Runtime fuses each group to QLinearConv, QLinearAdd or an 8-bit
 * MaxPool. Values without a range stay in floats, and so do the convolutions that read them. Not thread-safe.
 */
final class QuantizedArithmetic implements Arithmetic {
    /** Per-channel constants run along the output channels. */
    private static final long OUTPUT_CHANNELS = 0;

    private final GraphBuilder graph;
    private final Quantization quantization;
    private final Map<String, Tensor> tensors;

    /** The ranges of values, those that a max-pool passes on included. */
    private final Map<String, Quantization.Activation> ranges = new HashMap<>();

    QuantizedArithmetic(GraphBuilder graph, QuantizedWeights weights) {
        this.graph = graph;
        this.quantization = weights.quantization();
        this.tensors = weights.tensors().tensors();
    }

    @Override
    public void input(String normalized) {
        graph.node("Identity", List.of(normalized), Graph.INPUT);
    }

    @Override
    public void convolution(Operation.Convolution convolution) {
        String output = convolution.output();
        Quantization.Activation range = quantization.activations().get(output);
        String real = range == null ? output : output + "/real";
        boolean sums = convolution.residual() != null;
        String value = convolve(convolution, sums || convolution.relu() ? output + "/convolution" : real);
        if (sums) {
            value = graph.node(
                    "Add",
                    List.of(addend(convolution, value), convolution.residual()),
                    convolution.relu() ? output + "/sum" : real);
        }
        if (convolution.relu()) {
            value = graph.node("Relu", List.of(value), real);
        }
        if (range != null) {
            requantize(value, output, range);
        }
    }

    private String convolve(Operation.Convolution convolution, String output) {
        String layer = convolution.layer().name();
        if (!ranges.containsKey(convolution.input())) {
            return Nodes.convolution(
                    graph,
                    convolution.layer(),
                    convolution.input(),
                    graph.constant(layer + ".weight", tensors.get(layer + ".weight")),
                    graph.constant(layer + ".bias", tensors.get(layer + ".bias")),
                    output);
        }
        float inputScale = ranges.get(convolution.input()).scale();
        BiasedWeights weights = BiasedWeights.of(
                tensors.get(layer + ".weight"),
                tensors.get(layer + ".weight_scale").toFloats(),
                tensors.get(layer + ".bias").toFloats(),
                inputScale);
        int channels = weights.scales().length;
        String weightName = layer + ".weight";
        String biasName = layer + ".bias";
        String weight = graph.node(
                "DequantizeLinear",
                List.of(
                        graph.constant(weightName + "/quantized", weights.bytes()),
                        graph.constant(weightName + "/scale", weights.scales()),
                        graph.constant(
                                weightName + "/zero_point",
                                new Tensor(DataType.INT8, new Shape(channels), ByteBuffer.allocate(channels)))),
                weightName,
                Attribute.integer("axis", OUTPUT_CHANNELS));
        String bias = graph.node(
                "DequantizeLinear",
                List.of(
                        graph.constant(biasName + "/quantized", weights.bias()),
                        graph.constant(biasName + "/scale", weights.biasScales(inputScale)),
                        graph.constant(biasName + "/zero_point", new int[channels])),
                biasName,
                Attribute.integer("axis", OUTPUT_CHANNELS));
        return Nodes.convolution(graph, convolution.layer(), convolution.input(), weight, bias, output);
    }

    @Override
    public void maxPool(Operation.MaxPool pool) {
        Quantization.Activation range = ranges.get(pool.input());
        if (range == null) {
            Nodes.maxPool(graph, pool.input(), pool.output());
            return;
        }
        // The largest of some bytes stands for the largest of the numbers that they stand for: the range stays.
        requantize(Nodes.maxPool(graph, pool.input(), pool.output() + "/real"), pool.output(), range);
    }

    /** Writes {@code real} as bytes, and the numbers that the bytes stand for as {@code value}. */
    private void requantize(String real, String value, Quantization.Activation range) {
        ranges.put(value, range);
        String scale = graph.scalar(value + "/scale", range.scale());
        String zeroPoint = graph.scalar(value + "/zero_point", DataType.UINT8, range.zeroPoint());
        String bytes = graph.node("QuantizeLinear", List.of(real, scale, zeroPoint), value + "/quantized");
        graph.node("DequantizeLinear", List.of(bytes, scale, zeroPoint), value);
    }

    /**
     * ONNX has no convolution that adds to another value before it rounds, as oneDNN has, so what an 8-bit convolution adds is
     * rounded by itself. Where nobody measured its range it is taken to be as wide as the sum's, to either side of 0.
     */
    private String addend(Operation.Convolution convolution, String value) {
        Map<String, Quantization.Activation> activations = quantization.activations();
        Quantization.Activation sum = activations.get(convolution.output());
        Quantization.Activation measured = activations.get(Quantization.beforeSum(convolution.output()));
        if (!ranges.containsKey(convolution.input()) || (measured == null && sum == null)) {
            return value;
        }
        String addend = convolution.output() + "/addend";
        requantize(value, addend, measured != null ? measured : Quantization.Activation.symmetric(sum));
        return addend;
    }
}
