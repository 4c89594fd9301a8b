package dev.carornot.classifier.program;

import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Topology;
import dev.carornot.classifier.tensor.TensorMap;

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
        return narrowed(super.input());
    }

    private String narrowed(String floats) {
        return bfloat16 ? call("torch.to", floats, BFLOAT16) : floats;
    }

    @Override
    String convolution(Operation.Convolution convolution) {
        Topology.Convolution layer = convolution.layer();
        String padding = both(layer.padding());
        String stride = both(layer.stride());
        String weight = script().prepare(call(
                "ops.mkldnn._reorder_convolution_weight",
                narrowed(script().given(tensor(layer.name() + ".weight"))),
                padding,
                stride,
                ALL_ONE,
                "1"));
        String bias = script().prepare(narrowed(call("torch.clone", script().given(tensor(layer.name() + ".bias")))));
        String input = variable(convolution.input());
        String relu = convolution.relu() ? "\"relu\"" : "\"none\"";
        if (convolution.residual() == null) {
            return call(
                    "ops.mkldnn._convolution_pointwise",
                    input,
                    weight,
                    bias,
                    padding,
                    stride,
                    ALL_ONE,
                    "1",
                    relu,
                    "[]",
                    "\"\"");
        }
        // In place: a block's input, or its downsampled form, is read by nobody after the sum.
        return call(
                "ops.mkldnn._convolution_pointwise_",
                variable(convolution.residual()),
                input,
                weight,
                bias,
                padding,
                stride,
                ALL_ONE,
                "1",
                "\"add\"",
                "1",
                relu,
                "[]",
                "\"\"");
    }

    @Override
    String globalAverage(Operation.GlobalAverage average) {
        return call("torch.mean", call("torch.to", variable(average.input()), FLOAT32), "[2, 3]");
    }
}
