package dev.carornot.classifier.onnx;

import ai.djl.ndarray.types.DataType;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes all that is the same in every arithmetic: from pixels to the network's input, and from features to its output. */
final class NetworkGraph {
    private static final float BYTE_SCALE = 255;
    private static final int CHANNELS = 3;

    /** ONNX's number for 32-bit floats. */
    private static final int FLOAT = 1;

    private final GraphBuilder graph;
    private final Arithmetic arithmetic;
    private final Map<String, Tensor> tensors;

    NetworkGraph(GraphBuilder graph, Arithmetic arithmetic, Map<String, Tensor> tensors) {
        this.graph = graph;
        this.arithmetic = arithmetic;
        this.tensors = tensors;
    }

    void write(Graph network, int side, Normalization normalization) {
        graph.input(OnnxModel.PIXELS, DataType.UINT8, side, side, CHANNELS);
        arithmetic.input(normalize(normalization));
        List<Operation> operations = network.operations();
        for (Operation operation : operations.subList(0, operations.size() - 1)) {
            write(operation, operation.output());
        }
        Operation last = operations.get(operations.size() - 1);
        if (last instanceof Operation.Linear linear) {
            write(last, OnnxModel.LOGIT);
            graph.output(OnnxModel.LOGIT, DataType.FLOAT32, linear.outputs());
        } else if (last instanceof Operation.GlobalAverage) {
            write(last, OnnxModel.FEATURES);
            List<Operation.Convolution> convolutions = network.convolutions();
            graph.output(
                    OnnxModel.FEATURES,
                    DataType.FLOAT32,
                    convolutions.get(convolutions.size() - 1).layer().outputs());
        } else {
            throw new IllegalArgumentException("A network ends in a linear layer or an average, not in " + last + ".");
        }
    }

    /** The formula of {@link dev.carornot.classifier.network.PixelInput}, to the last bit. */
    private String normalize(Normalization normalization) {
        float[] scale = new float[CHANNELS];
        float[] offset = new float[CHANNELS];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float std = normalization.std().get(channel);
            scale[channel] = 1 / (BYTE_SCALE * std);
            offset[channel] = normalization.mean().get(channel) / std;
        }
        String cast = graph.node("Cast", List.of(OnnxModel.PIXELS), "pixels/cast", Attribute.integer("to", FLOAT));
        String scaled = graph.node("Mul", List.of(cast, graph.constant("pixels/scale", scale)), "pixels/scaled");
        String shifted =
                graph.node("Sub", List.of(scaled, graph.constant("pixels/offset", offset)), "pixels/normalized");
        return graph.node("Transpose", List.of(shifted), "pixels/transposed", Attribute.integers("perm", 0, 3, 1, 2));
    }

    private void write(Operation operation, String output) {
        if (operation instanceof Operation.Convolution convolution) {
            arithmetic.convolution(convolution);
        } else if (operation instanceof Operation.MaxPool pool) {
            arithmetic.maxPool(pool);
        } else if (operation instanceof Operation.GlobalAverage average) {
            String means = graph.node("GlobalAveragePool", List.of(average.input()), average.output() + "/means");
            graph.node("Flatten", List.of(means), output);
        } else if (operation instanceof Operation.Linear linear) {
            linear(linear, output);
        }
    }

    private void linear(Operation.Linear linear, String output) {
        List<String> reads = new ArrayList<>(List.of(linear.input()));
        for (String part : List.of(".weight", ".bias")) {
            String name = linear.name() + part;
            reads.add(graph.constant(name, floats(tensors.get(name))));
        }
        String sum = graph.node(
                "Gemm", reads, linear.sigmoid() ? output + "/linear" : output, Attribute.integer("transB", 1));
        if (linear.sigmoid()) {
            graph.node("Sigmoid", List.of(sum), output);
        }
    }

    /** Artifacts may hold 16-bit floats. */
    private static Tensor floats(Tensor tensor) {
        return tensor.type() == DataType.FLOAT32 ? tensor : Tensor.of(tensor.toFloats(), tensor.shape());
    }
}
