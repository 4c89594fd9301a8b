package dev.carornot.classifier.program;

import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.network.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * 8-bit integers through oneDNN's quantised convolutions, wherever a convolution's input has a range; convolutions of other
 * inputs run in floats. A value without a range is written in floats by either kind.
 */
final class Int8Writer extends ScriptWriter {
    /** torch's number for the element type of its quantised tensors. */
    private static final String QUINT8 = "13";

    private final Normalization normalization;
    private final Quantization quantization;
    private final Graph graph;

    Int8Writer(Graph graph, QuantizedWeights weights, Normalization normalization, int side) {
        super(weights.tensors(), side);
        this.normalization = normalization;
        this.quantization = weights.quantization();
        this.graph = graph;
    }

    /** Null for a value in floats. */
    private Quantization.Activation range(String value) {
        return quantization.range(graph, value).orElse(null);
    }

    @Override
    String input() {
        return scaledPixels(factors(normalization), summands(normalization));
    }

    @Override
    String convolution(Operation.Convolution convolution) {
        Quantization.Activation to = range(convolution.output());
        boolean readsFloats = range(convolution.input()) == null;
        boolean addsToFloats = convolution.residual() != null && range(convolution.residual()) == null;
        if (!readsFloats && !addsToFloats && to != null) {
            return bytes(convolution, to);
        }
        String floats = readsFloats ? FusedFloatWriter.fused(this, convolution, false) : bytes(convolution, null);
        return to == null ? floats : rounded(floats, convolution.output(), to);
    }

    /** Floats to bytes; those of the stem to a quantised tensor, since only for that there is a max-pool. */
    private String rounded(String floats, String output, Quantization.Activation to) {
        String quantized =
                call("torch.quantize_per_tensor", floats, number(to.scale()), number(to.zeroPoint()), QUINT8);
        return isPooled(output) ? quantized : call("torch.int_repr", quantized);
    }

    private boolean isPooled(String value) {
        return graph.operations().stream()
                .anyMatch(operation -> operation instanceof Operation.MaxPool
                        && operation.input().equals(value));
    }

    /** A convolution of bytes; {@code to} is null for a result in floats. */
    private String bytes(Operation.Convolution convolution, Quantization.Activation to) {
        Topology.Convolution layer = convolution.layer();
        Quantization.Activation from = range(convolution.input());
        String padding = both(layer.padding());
        String stride = both(layer.stride());
        String scales = script().given(tensor(layer.name() + ".weight_scale"));
        String weight = script().prepare(call(
                "ops.onednn.qconv_prepack",
                script().given(tensor(layer.name() + ".weight")),
                scales,
                number(from.scale()),
                number(from.zeroPoint()),
                stride,
                padding,
                ALL_ONE,
                "1",
                inputShape(convolution)));
        List<String> arguments = new ArrayList<>(List.of(
                variable(convolution.input()),
                number(from.scale()),
                number(from.zeroPoint()),
                weight,
                script().prepare(call("torch.clone", scales)),
                script().prepare(call("torch.to", call("torch.zeros_like", scales), INT32))));
        if (convolution.residual() != null) {
            arguments.add(variable(convolution.residual()));
        }
        arguments.addAll(List.of(
                keep(tensor(layer.name() + ".bias")),
                stride,
                padding,
                ALL_ONE,
                "1",
                to == null ? "1.0" : number(to.scale()),
                to == null ? "0" : number(to.zeroPoint()),
                to == null ? FLOAT32 : UINT8));
        String relu = convolution.relu() ? "\"relu\"" : "\"none\"";
        if (convolution.residual() != null) {
            // In place: a block's input, or its downsampled form, is read by nobody after the sum.
            Quantization.Activation summand = range(convolution.residual());
            arguments.addAll(List.of(
                    summand == null ? "1.0" : number(summand.scale()),
                    summand == null ? "0" : number(summand.zeroPoint()),
                    "\"sum\"",
                    "1.0",
                    relu,
                    "[]",
                    "\"\""));
        } else {
            arguments.addAll(List.of(relu, "[]", "\"\""));
        }
        return call("ops.onednn.qconv2d_pointwise", arguments.toArray(String[]::new));
    }

    @Override
    String maxPool(Operation.MaxPool pool) {
        String pooled = call("torch.max_pool2d", variable(pool.input()), "[3, 3]", "[2, 2]", "[1, 1]");
        // There is no kernel for plain bytes, but there is one for quantised tensors.
        return range(pool.input()) == null ? pooled : call("torch.int_repr", pooled);
    }

    @Override
    String floats(String value, String variable) {
        Quantization.Activation range = range(value);
        String floats = super.floats(value, variable);
        return range == null
                ? floats
                : call("torch.mul", call("torch.sub", floats, number(range.zeroPoint())), number(range.scale()));
    }

    @Override
    String globalAverage(Operation.GlobalAverage average) {
        Quantization.Activation range = range(average.input());
        String mean = call("torch.mean", call("torch.to", variable(average.input()), FLOAT32), "[2, 3]");
        return range == null
                ? mean
                : call("torch.mul", call("torch.sub", mean, number(range.zeroPoint())), number(range.scale()));
    }

    private static String number(int value) {
        return String.valueOf(value);
    }

    /** With all the digits of the float. */
    private static String number(float value) {
        return String.valueOf((double) value);
    }
}
