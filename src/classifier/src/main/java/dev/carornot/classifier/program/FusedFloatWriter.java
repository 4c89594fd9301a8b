package dev.carornot.classifier.program;

import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Topology;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.ArrayList;
import java.util.List;

/** Floats, 32-bit or bfloat16, through oneDNN's convolutions with the residual sum and the ReLU fused in. */
final class FusedFloatWriter extends PlainWriter {
    private final boolean bfloat16;

    /** @param folded batch norms folded in */
    FusedFloatWriter(TensorMap folded, Normalization normalization, int side, boolean bfloat16) {
        super(folded, normalization, side);
        this.bfloat16 = bfloat16;
    }

    @Override
    String input() {
        return narrowed(super.input(), bfloat16);
    }

    private static String narrowed(String floats, boolean bfloat16) {
        return bfloat16 ? call("torch.to", floats, BFLOAT16) : floats;
    }

    @Override
    String convolution(Operation.Convolution convolution) {
        return fused(this, convolution, bfloat16);
    }

    /** A fused convolution in floats, in whatever program. */
    static String fused(ScriptWriter writer, Operation.Convolution convolution, boolean bfloat16) {
        Topology.Convolution layer = convolution.layer();
        Script.Builder script = writer.script();
        String padding = both(layer.padding());
        String stride = both(layer.stride());
        String weight = script.prepare(call(
                "ops.mkldnn._reorder_convolution_weight",
                narrowed(script.given(writer.tensor(layer.name() + ".weight")), bfloat16),
                padding,
                stride,
                ALL_ONE,
                "1",
                writer.inputShape(convolution)));
        String bias = script.prepare(narrowed(
                call("torch.clone", script.given(writer.tensor(layer.name() + ".bias"))), bfloat16));
        List<String> arguments =
                new ArrayList<>(List.of(variable(convolution.input()), weight, bias, padding, stride, ALL_ONE, "1"));
        String relu = convolution.relu() ? "\"relu\"" : "\"none\"";
        if (convolution.residual() == null) {
            arguments.addAll(List.of(relu, "[]", "\"\""));
            return call("ops.mkldnn._convolution_pointwise", arguments.toArray(String[]::new));
        }
        // In place: a block's input, or its downsampled form, is read by nobody after the sum.
        arguments.add(0, variable(convolution.residual()));
        arguments.addAll(List.of("\"add\"", "1", relu, "[]", "\"\""));
        return call("ops.mkldnn._convolution_pointwise_", arguments.toArray(String[]::new));
    }

    @Override
    String globalAverage(Operation.GlobalAverage average) {
        return call("torch.mean", call("torch.to", variable(average.input()), FLOAT32), "[2, 3]");
    }
}
