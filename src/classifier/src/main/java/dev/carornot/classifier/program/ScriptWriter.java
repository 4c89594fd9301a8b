package dev.carornot.classifier.program;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph as a TorchScript program, operation by operation: pixels as bytes {@code (N, side, side, 3)} in, 32-bit
 * floats out. What differs between the arithmetics is a subclass's. Not thread-safe; one writer writes one program.
 */
abstract class ScriptWriter {
    /** torch's numbers for element types. */
    static final String UINT8 = "0";

    static final String INT32 = "3";
    static final String FLOAT32 = "6";
    static final String BFLOAT16 = "15";

    static final String ALL_ONE = "[1, 1]";

    /** TorchScript's way to say "to the end". */
    private static final String LAST = Long.toString(Long.MAX_VALUE);

    private static final int COLOURS = 3;
    private static final float BYTE_SCALE = 255;

    private final Script.Builder script = new Script.Builder();
    private final TensorMap tensors;
    private final int side;
    private Map<String, Integer> sides = Map.of();

    ScriptWriter(TensorMap tensors, int side) {
        this.tensors = tensors;
        this.side = side;
    }

    /** The whole program; a classifier's has a second method, {@code explain}. */
    final Script write(Graph graph) {
        forward(graph);
        if (!graph.isClassifier()) {
            return script.build(variable(graph.output()));
        }
        String maps = graph.averagedMaps();
        return script.build(variable(graph.output()), variable(maps), call("torch.contiguous", floats(maps, "maps")));
    }

    /** The whole program, with some of the graph's values for a result. */
    final Script writeRecorder(Graph graph, List<String> values) {
        forward(graph);
        return script.build(values.stream().map(ScriptWriter::variable).toList());
    }

    private void forward(Graph graph) {
        sides = graph.sides(side);
        script.assign(variable(Graph.INPUT), input());
        for (Operation operation : graph.operations()) {
            script.assign(variable(operation.output()), expression(operation));
        }
    }

    private String expression(Operation operation) {
        if (operation instanceof Operation.Convolution convolution) {
            return convolution(convolution);
        }
        if (operation instanceof Operation.MaxPool pool) {
            return maxPool(pool);
        }
        if (operation instanceof Operation.GlobalAverage average) {
            return globalAverage(average);
        }
        if (operation instanceof Operation.Sampled sampled) {
            return sampled(sampled);
        }
        return linear((Operation.Linear) operation);
    }

    /** The network's input {@code (N, 3, side, side)}, channels last, from the argument {@code pixels}. */
    abstract String input();

    abstract String convolution(Operation.Convolution convolution);

    abstract String maxPool(Operation.MaxPool pool);

    abstract String globalAverage(Operation.GlobalAverage average);

    /**
     * The numbers that a value stands for, in 32-bit floats.
     *
     * @param variable what holds the value
     */
    String floats(String value, String variable) {
        return call("torch.to", variable, FLOAT32);
    }

    /** In 32-bit floats, row-major. */
    private static String sampled(Operation.Sampled sampled) {
        String map = variable(sampled.input());
        String every = Integer.toString(sampled.every());
        for (String axis : List.of("2", "3")) {
            map = call("torch.slice", map, axis, "0", LAST, every);
        }
        return call("torch.contiguous", call("torch.to", map, FLOAT32));
    }

    private String linear(Operation.Linear linear) {
        String weight = keep(tensor(linear.name() + ".weight"));
        String bias = keep(tensor(linear.name() + ".bias"));
        String logit = call("torch.linear", variable(linear.input()), weight, bias);
        return linear.sigmoid() ? call("torch.sigmoid", logit) : logit;
    }

    /**
     * The shape of one picture's input to a convolution. oneDNN lays weights out for the shape that they will meet: told
     * none, or another, it reorders them again at every call, which with AVX-512 costs more than the convolutions.
     */
    final String inputShape(Operation.Convolution convolution) {
        int inputSide = sides.get(convolution.input());
        return List.of(1, convolution.layer().inputs(), inputSide, inputSide).toString();
    }

    /**
     * Pixels to floats: {@code pixel * factor + summand} by channel.
     *
     * @return channels last, {@code (N, 3, side, side)}
     */
    final String scaledPixels(float[] factor, float[] summand) {
        // As wide as a picture, so that one vectorised pass over all values does it.
        String factors = script.prepare(spread(factor));
        String summands = script.prepare(spread(summand));
        String scaled = call("torch.addcmul", summands, call("torch.to", "pixels", FLOAT32), factors);
        return call("torch.permute", scaled, "[0, 3, 1, 2]");
    }

    private String spread(float[] byChannel) {
        String row = script.given(Tensor.of(byChannel, new Shape(1, 1, 1, COLOURS)));
        return call("torch.repeat", row, List.of(1, side, side, 1).toString());
    }

    /** From a byte to the network's input: {@code pixel / (255 std) - mean / std}, the factor. */
    static float[] factors(Normalization normalization) {
        float[] factors = new float[COLOURS];
        for (int channel = 0; channel < COLOURS; channel++) {
            factors[channel] = 1 / (BYTE_SCALE * normalization.std().get(channel));
        }
        return factors;
    }

    /** The summand to {@link #factors}. */
    static float[] summands(Normalization normalization) {
        float[] summands = new float[COLOURS];
        for (int channel = 0; channel < COLOURS; channel++) {
            summands[channel] =
                    -normalization.mean().get(channel) / normalization.std().get(channel);
        }
        return summands;
    }

    final Script.Builder script() {
        return script;
    }

    final Tensor tensor(String name) {
        return tensors.tensors().get(name);
    }

    /** A copy for {@code forward}, in 32-bit floats, independent of the memory that the file is mapped to. */
    final String keep(Tensor tensor) {
        return script.prepare(call("torch.clone", call("torch.to", script.given(tensor), FLOAT32)));
    }

    static String call(String function, String... arguments) {
        return function + "(" + String.join(", ", arguments) + ")";
    }

    /** Kernel side, padding and the like, the same in both directions. */
    static String both(int number) {
        return List.of(number, number).toString();
    }

    /** TorchScript's names have no dots. */
    static String variable(String value) {
        return "_" + value.replace('.', '_');
    }
}
