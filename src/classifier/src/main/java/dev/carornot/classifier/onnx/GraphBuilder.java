package dev.carornot.classifier.onnx;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An ONNX {@code GraphProto} in the making: nodes in the order in which they run, and constants. The numbers are those of <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>. Not thread-safe.
 */
final class GraphBuilder {
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;

    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;

    private static final int TENSOR_DIMENSION = 1;
    private static final int TENSOR_ELEMENT = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;

    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TYPE_ELEMENT = 1;
    private static final int TYPE_SHAPE = 2;
    private static final int SHAPE_DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;
    private static final int DIMENSION_NAME = 2;

    /** What the first dimension of inputs and outputs is called. */
    private static final String BATCH = "N";

    private final ProtoMessage nodes = new ProtoMessage();
    private final ProtoMessage constants = new ProtoMessage();
    private final ProtoMessage inputs = new ProtoMessage();
    private final ProtoMessage outputs = new ProtoMessage();
    private final Set<String> constantNames = new LinkedHashSet<>();

    /** Adds a node that is called as the one value that it writes; returns that name. */
    String node(String operator, List<String> reads, String writes, Attribute... attributes) {
        ProtoMessage node = new ProtoMessage();
        reads.forEach(value -> node.text(NODE_INPUT, value));
        node.text(NODE_OUTPUT, writes).text(NODE_NAME, writes).text(NODE_OPERATOR, operator);
        for (Attribute attribute : attributes) {
            node.message(NODE_ATTRIBUTE, attribute.message());
        }
        nodes.message(GRAPH_NODE, node);
        return writes;
    }

    /** Adds a constant, unless there is one of that name already; returns the name. */
    String constant(String name, Tensor tensor) {
        if (constantNames.add(name)) {
            ProtoMessage message = new ProtoMessage();
            for (long dimension : tensor.shape().getShape()) {
                message.integer(TENSOR_DIMENSION, dimension);
            }
            message.integer(TENSOR_ELEMENT, element(tensor.type()))
                    .text(TENSOR_NAME, name)
                    .bytes(TENSOR_RAW, tensor.data());
            constants.message(GRAPH_INITIALIZER, message);
        }
        return name;
    }

    String constant(String name, float... values) {
        return constant(name, Tensor.of(values, new Shape(values.length)));
    }

    String constant(String name, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return constant(name, new Tensor(DataType.INT32, new Shape(values.length), bytes));
    }

    String scalar(String name, float value) {
        return constant(name, Tensor.of(new float[] {value}, new Shape()));
    }

    String scalar(String name, DataType oneByte, int value) {
        return constant(name, new Tensor(oneByte, new Shape(), ByteBuffer.wrap(new byte[] {(byte) value})));
    }

    /** {@code N} pictures or rows of this type; the dimensions are those after the batch. */
    void input(String name, DataType type, long... dimensions) {
        inputs.message(GRAPH_INPUT, value(name, type, dimensions));
    }

    /** As {@link #input}. */
    void output(String name, DataType type, long... dimensions) {
        outputs.message(GRAPH_OUTPUT, value(name, type, dimensions));
    }

    private static ProtoMessage value(String name, DataType type, long... dimensions) {
        ProtoMessage shape =
                new ProtoMessage().message(SHAPE_DIMENSION, new ProtoMessage().text(DIMENSION_NAME, BATCH));
        Arrays.stream(dimensions)
                .forEach(dimension ->
                        shape.message(SHAPE_DIMENSION, new ProtoMessage().integer(DIMENSION_VALUE, dimension)));
        ProtoMessage tensor =
                new ProtoMessage().integer(TYPE_ELEMENT, element(type)).message(TYPE_SHAPE, shape);
        return new ProtoMessage()
                .text(VALUE_NAME, name)
                .message(VALUE_TYPE, new ProtoMessage().message(TYPE_TENSOR, tensor));
    }

    /** ONNX's {@code TensorProto.DataType}. */
    private static int element(DataType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case INT32 -> 6;
            default -> throw new IllegalArgumentException("No network here has values of type " + type + ".");
        };
    }

    ProtoMessage build(String name) {
        return new ProtoMessage()
                .include(nodes)
                .text(GRAPH_NAME, name)
                .include(constants)
                .include(inputs)
                .include(outputs);
    }
}
