package dev.carornot.classifier.program;

import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Topology;
import dev.carornot.classifier.tensor.TensorMap;

/**
 * 32-bit floats through torch's public operators, channels last: for processors, and versions of libtorch, that have none of
 * the fused ones.
 */
class PlainWriter extends ScriptWriter {
    /** torch's number for the memory format {@code channels_last}. */
    private static final String CHANNELS_LAST = "2";

    private final Normalization normalization;

    /** @param folded batch norms folded in */
    PlainWriter(TensorMap folded, Normalization normalization, int side) {
        super(folded, side);
        this.normalization = normalization;
    }

    @Override
    String input() {
        return scaledPixels(factors(normalization), summands(normalization));
    }

    @Override
    String convolution(Operation.Convolution convolution) {
        Topology.Convolution layer = convolution.layer();
        String given = script().given(tensor(layer.name() + ".weight"));
        String weight = script().prepare(call("torch.clone", given, "memory_format=" + CHANNELS_LAST));
        String bias = keep(tensor(layer.name() + ".bias"));
        String map = call(
                "torch.conv2d",
                variable(convolution.input()),
                weight,
                bias,
                both(layer.stride()),
                both(layer.padding()),
                ALL_ONE,
                "1");
        if (convolution.residual() != null) {
            map = call("torch.add_", map, variable(convolution.residual()));
        }
        return convolution.relu() ? call("torch.relu_", map) : map;
    }

    @Override
    String maxPool(Operation.MaxPool pool) {
        return call("torch.max_pool2d", variable(pool.input()), "[3, 3]", "[2, 2]", "[1, 1]");
    }

    @Override
    String globalAverage(Operation.GlobalAverage average) {
        return call("torch.mean", variable(average.input()), "[2, 3]");
    }
}
