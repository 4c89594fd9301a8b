package dev.carornot.classifier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.onnx.proto.OnnxMl;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.QuantizedNetwork;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads what is written with ONNX's own message classes, which the writer does not use. */
class OnnxModelTest {
    private static final Graph GRAPH = Graph.classifier(TinyModel.NETWORK);
    private static final Map<String, String> PROPERTIES = Map.of("name", "tiny");
    private static final List<byte[]> PICTURES = List.of(DrawnPictures.rgb(TinyModel.SIDE, TinyModel.SIDE, 1));
    private static final QuantizedWeights QUANTIZED =
            QuantizedNetwork.tiny(PICTURES).weights();

    @Test
    void pixelsGoInAndALogitComesOut() throws IOException {
        OnnxMl.ModelProto model = parse(fp32(GRAPH));
        assertThat(model.getIrVersion()).isEqualTo(8);
        assertThat(model.getOpsetImportList()).singleElement().satisfies(operators -> {
            assertThat(operators.getDomain()).isEmpty();
            assertThat(operators.getVersion()).isEqualTo(17);
        });
        assertThat(model.getProducerName()).isEqualTo("car-or-not");
        assertThat(model.getMetadataPropsList()).singleElement().satisfies(property -> {
            assertThat(property.getKey()).isEqualTo("name");
            assertThat(property.getValue()).isEqualTo("tiny");
        });
        assertThat(describe(model.getGraph().getInput(0))).isEqualTo("pixels UINT8 N,32,32,3");
        assertThat(describe(model.getGraph().getOutput(0))).isEqualTo("logit FLOAT N,1");
    }

    @Test
    void withoutAHeadFeaturesComeOut() throws IOException {
        OnnxMl.ModelProto model = parse(fp32(Graph.features(TinyModel.NETWORK.backbone())));
        assertThat(describe(model.getGraph().getOutput(0)))
                .isEqualTo("features FLOAT N," + TinyModel.NETWORK.backbone().features());
    }

    @Test
    void everyValueIsWrittenOnceAndBeforeItIsRead() throws IOException {
        for (OnnxModel model : List.of(fp32(GRAPH), int8(QUANTIZED))) {
            OnnxMl.GraphProto graph = parse(model).getGraph();
            List<String> known = graph.getInitializerList().stream()
                    .map(OnnxMl.TensorProto::getName)
                    .collect(Collectors.toList());
            known.add("pixels");
            for (OnnxMl.NodeProto node : graph.getNodeList()) {
                assertThat(known).containsAll(node.getInputList());
                assertThat(known).doesNotContainAnyElementsOf(node.getOutputList());
                known.addAll(node.getOutputList());
            }
            assertThat(known).doesNotHaveDuplicates().contains("logit");
        }
    }

    @Test
    void everyConvolutionButTheFirstReadsAndWritesBytes() throws IOException {
        OnnxMl.GraphProto graph = parse(int8(QUANTIZED)).getGraph();
        Map<String, OnnxMl.NodeProto> writers =
                graph.getNodeList().stream().collect(Collectors.toMap(node -> node.getOutput(0), node -> node));
        List<OnnxMl.NodeProto> convolutions = graph.getNodeList().stream()
                .filter(n -> n.getOpType().equals("Conv"))
                .toList();
        assertThat(convolutions).hasSameSizeAs(GRAPH.convolutions());
        OnnxMl.NodeProto first = convolutions.get(0);
        assertThat(writers.get(first.getInput(0)).getOpType()).isEqualTo("Identity");
        for (OnnxMl.NodeProto convolution : convolutions.subList(1, convolutions.size())) {
            assertThat(convolution.getInputList())
                    .hasSize(3)
                    .allSatisfy(
                            value -> assertThat(writers.get(value).getOpType()).isEqualTo("DequantizeLinear"));
            assertThat(reader(graph, convolution.getOutput(0))).isIn("QuantizeLinear", "Relu");
        }
        Map<String, Integer> types = graph.getInitializerList().stream()
                .collect(Collectors.toMap(OnnxMl.TensorProto::getName, OnnxMl.TensorProto::getDataType));
        assertThat(types)
                .contains(
                        entry("conv1.weight", OnnxMl.TensorProto.DataType.FLOAT_VALUE),
                        entry("layer1.0.conv1.weight/quantized", OnnxMl.TensorProto.DataType.INT8_VALUE),
                        entry("layer1.0.conv1.bias/quantized", OnnxMl.TensorProto.DataType.INT32_VALUE),
                        entry("conv1/zero_point", OnnxMl.TensorProto.DataType.UINT8_VALUE));
    }

    @Test
    void theSameNetworkGivesTheSameBytesOfTheLengthThatItStates() throws IOException {
        assertThat(bytes(int8(QUANTIZED))).isEqualTo(bytes(int8(QUANTIZED)));
        OnnxModel model = fp32(GRAPH);
        assertThat(bytes(model)).isEqualTo(bytes(fp32(GRAPH))).hasSize(Math.toIntExact(model.length()));
        // A second writing starts at the beginning again.
        assertThat(bytes(model)).isEqualTo(bytes(model));
    }

    @Test
    void aValueWithoutARangeStaysInFloatsAndSoDoTheWeightsThatReadIt() throws IOException {
        OnnxMl.GraphProto graph = parse(
                        int8(QuantizedNetwork.tinyPartlyInFloats(PICTURES).weights()))
                .getGraph();
        assertThat(graph.getInitializerList().stream()
                        .filter(tensor -> tensor.getDataType() == OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                        .map(OnnxMl.TensorProto::getName))
                .contains("conv1.weight", "layer1.0.conv1.weight", "layer1.0.downsample.0.weight")
                .doesNotContain("layer1.0.conv2.weight", "layer2.0.downsample.0.weight");
        assertThat(reader(graph, "conv1")).isEqualTo("MaxPool");
        assertThat(reader(graph, "maxpool")).isEqualTo("Conv");
        assertThat(reader(graph, "layer2.0.downsample.0")).isEqualTo("Add");
    }

    private static String reader(OnnxMl.GraphProto graph, String value) {
        return graph.getNodeList().stream()
                .filter(node -> node.getInputList().contains(value))
                .findFirst()
                .orElseThrow()
                .getOpType();
    }

    private static String describe(OnnxMl.ValueInfoProto value) {
        OnnxMl.TypeProto.Tensor type = value.getType().getTensorType();
        return value.getName() + " " + OnnxMl.TensorProto.DataType.forNumber(type.getElemType()) + " "
                + type.getShape().getDimList().stream()
                        .map(d -> d.hasDimParam() ? d.getDimParam() : String.valueOf(d.getDimValue()))
                        .collect(Collectors.joining(","));
    }

    private static OnnxModel fp32(Graph graph) {
        Map<String, Tensor> folded = BatchNormFolding.fold(TinyModel.NETWORK.backbone(), TinyModel.weights());
        return OnnxModel.fp32(graph, TinyModel.SIDE, Normalization.IMAGENET, folded, PROPERTIES);
    }

    private static OnnxModel int8(QuantizedWeights weights) {
        return OnnxModel.int8(GRAPH, TinyModel.SIDE, Normalization.IMAGENET, weights, PROPERTIES);
    }

    private static OnnxMl.ModelProto parse(OnnxModel model) throws IOException {
        return OnnxMl.ModelProto.parseFrom(bytes(model));
    }

    private static byte[] bytes(OnnxModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.writeTo(Channels.newChannel(bytes));
        return bytes.toByteArray();
    }
}
