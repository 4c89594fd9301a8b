package dev.carornot.classifier.onnx;

import ai.djl.ndarray.types.DataType;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Map;

/**
 * A network as an ONNX model, complete: its input {@value #PIXELS} are {@code (N, side, side, 3)} bytes, red, green, blue,
 * {@code N} being free; normalisation and the change of layout are part of it. Its output is {@value #LOGIT} {@code (N, 1)},
 * or {@value #FEATURES} {@code (N, d)} for a network without a head. The same network always gives the same bytes. Weights
 * are not copied: they must stay readable until the model is written. Immutable and thread-safe.
 */
public final class OnnxModel {
    /** The input. */
    public static final String PIXELS = "pixels";

    /** The output of a classifier. */
    public static final String LOGIT = "logit";

    /** The output of a network without a head. */
    public static final String FEATURES = "features";

    /** Version 17 of ONNX's operators (ONNX 1.12, June 2022); per-channel DequantizeLinear needs 13. */
    public static final int OPERATOR_SET = 17;

    /** The file format's version that came with that operator set. */
    public static final int IR_VERSION = 8;

    /** What a file can hold: Protocol Buffers count bytes in 31 bits. */
    private static final long LARGEST_FILE = Integer.MAX_VALUE;

    private static final int GATHERED_BYTES = 1 << 16;

    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPERATOR_SET = 8;
    private static final int MODEL_PROPERTY = 14;
    private static final int OPERATOR_SET_DOMAIN = 1;
    private static final int OPERATOR_SET_VERSION = 2;
    private static final int PROPERTY_KEY = 1;
    private static final int PROPERTY_VALUE = 2;

    private static final String PRODUCER = "car-or-not";
    private static final String ONNX_DOMAIN = "";

    private final ProtoMessage message;

    private OnnxModel(ProtoMessage message) {
        this.message = message;
    }

    /**
     * A network in 32-bit floats.
     *
     * @param network a classifier's or a feature extractor's graph
     * @param side height and width of the input in pixels
     * @param folded the network's tensors as {@link
     *     dev.carornot.classifier.network.BatchNormFolding#fold(BackboneConfiguration, Map)} gives them
     * @param properties remarks for whoever receives the file: its {@code metadata_props}, in this order
     * @throws IllegalArgumentException when the model would be larger than 2 GB
     */
    public static OnnxModel fp32(
            Graph network,
            int side,
            Normalization normalization,
            Map<String, Tensor> folded,
            Map<String, String> properties) {
        return of(floats(network, side, normalization, folded), properties);
    }

    /**
     * As {@link #fp32}, with a second output behind the logit: the last feature maps {@code (N, d, h, w)}, called as the graph
     * calls them.
     *
     * @param network a classifier's graph
     */
    public static OnnxModel fp32WithMaps(
            Graph network, int side, Normalization normalization, Map<String, Tensor> folded) {
        GraphBuilder graph = floats(network, side, normalization, folded);
        return of(withMaps(graph, network, side), Map.of());
    }

    private static GraphBuilder floats(
            Graph network, int side, Normalization normalization, Map<String, Tensor> folded) {
        GraphBuilder graph = new GraphBuilder();
        new NetworkGraph(graph, new FloatArithmetic(graph, folded), folded).write(network, side, normalization);
        return graph;
    }

    /**
     * A network in 8-bit integers, in QDQ form; the head stays in 32-bit floats.
     *
     * @param weights the quantised network; parameters otherwise as for {@link #fp32}
     * @throws IllegalArgumentException when a range is missing, or the model would be larger than 2 GB
     */
    public static OnnxModel int8(
            Graph network,
            int side,
            Normalization normalization,
            QuantizedWeights weights,
            Map<String, String> properties) {
        return of(bytes(network, side, normalization, weights), properties);
    }

    /** As {@link #int8}, with the second output of {@link #fp32WithMaps}, in real numbers. */
    public static OnnxModel int8WithMaps(
            Graph network, int side, Normalization normalization, QuantizedWeights weights) {
        GraphBuilder graph = bytes(network, side, normalization, weights);
        return of(withMaps(graph, network, side), Map.of());
    }

    private static GraphBuilder bytes(Graph network, int side, Normalization normalization, QuantizedWeights weights) {
        GraphBuilder graph = new GraphBuilder();
        TensorMap tensors = weights.tensors();
        new NetworkGraph(graph, new QuantizedArithmetic(graph, weights), tensors.tensors())
                .write(network, side, normalization);
        return graph;
    }

    private static GraphBuilder withMaps(GraphBuilder graph, Graph network, int side) {
        String maps = network.averagedMaps();
        int mapSide = network.sides(side).get(maps);
        graph.output(maps, DataType.FLOAT32, network.maps().get(maps), mapSide, mapSide);
        return graph;
    }

    private static OnnxModel of(GraphBuilder graph, Map<String, String> properties) {
        ProtoMessage model = new ProtoMessage()
                .integer(MODEL_IR_VERSION, IR_VERSION)
                .text(MODEL_PRODUCER, PRODUCER)
                .message(MODEL_GRAPH, graph.build(PRODUCER))
                .message(
                        MODEL_OPERATOR_SET,
                        new ProtoMessage()
                                .text(OPERATOR_SET_DOMAIN, ONNX_DOMAIN)
                                .integer(OPERATOR_SET_VERSION, OPERATOR_SET));
        properties.forEach((key, value) -> model.message(
                MODEL_PROPERTY, new ProtoMessage().text(PROPERTY_KEY, key).text(PROPERTY_VALUE, value)));
        if (model.length() > LARGEST_FILE) {
            throw new IllegalArgumentException(
                    "An ONNX file holds at most 2 GB, and this network would need " + model.length() + " bytes.");
        }
        return new OnnxModel(model);
    }

    /** Length of the file in bytes. */
    public long length() {
        return message.length();
    }

    /** Writes the model; the channel stays open. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        // Most parts are a few bytes long; a system call for each would take longer than all the weights.
        ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED_BYTES);
        for (ByteBuffer part : message.parts()) {
            if (part.remaining() > gathered.remaining()) {
                writeFully(gathered.flip(), channel);
                gathered.clear();
            }
            if (part.remaining() > gathered.remaining()) {
                writeFully(part, channel);
            } else {
                gathered.put(part);
            }
        }
        writeFully(gathered.flip(), channel);
    }

    private static void writeFully(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
