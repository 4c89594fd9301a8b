package dev.carornot.classifier.program;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.network.ChannelEqualization;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.network.WeightQuantization;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Quantises a trained network after training: lets it look at some photographs in 32-bit floats, and gives each value of the
 * graph a range, after its channels have been made even. Stateless and thread-safe.
 */
public final class Calibration {
    private Calibration() {}

    /**
     * Quantises a network.
     *
     * @param pictures the network's input, each {@code (side, side, 3)} bytes; some hundred photographs of the training split
     * @param done told how many pictures have been looked at
     * @throws TensorFileException when the weights are not the network's; names the tensor
     * @throws IOException when they cannot be read or are damaged
     */
    public static QuantizedWeights quantize(NetworkSource source, List<byte[]> pictures, IntConsumer done)
            throws IOException {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("A network is quantised with the help of pictures, and there are none.");
        }
        TensorMap weights = source.weights();
        NetworkWeights.check(
                weights, Network.classifier(source.configuration(), false).parametersByName());
        Graph graph = Graph.classifier(source.configuration());
        TensorMap folded = Programs.fold(source.configuration().backbone(), weights);
        Map<String, ValueStatistics> seen = observe(source, graph, folded, pictures, done);
        Map<String, List<Double>> maxima = new LinkedHashMap<>();
        seen.forEach((value, statistics) -> maxima.put(value, statistics.maxima()));
        ChannelEqualization equalization = new ChannelEqualization(graph, folded, maxima);
        seen.replaceAll((value, statistics) -> statistics.dividedBy(equalization.factors(value)));
        Map<String, Quantization.Activation> activations = new LinkedHashMap<>();
        for (Operation.Convolution convolution : graph.convolutions()) {
            if (!staysInFloats(convolution)) {
                activations.put(
                        convolution.output(), seen.get(convolution.output()).range());
            }
        }
        Quantization quantization = new Quantization(activations);
        Map<String, WeightQuantization.Input> inputs = new LinkedHashMap<>();
        List<Operation.Convolution> covered = graph.convolutions().stream()
                .filter(convolution -> quantization.covers(graph, convolution))
                .toList();
        for (Operation.Convolution convolution : covered) {
            String value = convolution.input();
            ValueStatistics statistics = seen.get(value);
            Quantization.Activation range = quantization.range(graph, value).orElseThrow();
            inputs.put(value, new WeightQuantization.Input(statistics.means(), statistics.largestBytes(range)));
        }
        TensorMap even = equalization.apply(folded);
        Map<String, Tensor> tensors = WeightQuantization.quantize(even, covered, inputs);
        return new QuantizedWeights(quantization, new TensorMap(folded.source(), tensors, Map.of()));
    }

    /**
     * What a byte would spoil most and floats cost least for: the stem's output, whose even areas are rounded all alike, and
     * the downsampled shortcuts, whose sign takes one of 8 bits and half of which the ReLU behind the sum throws away.
     */
    private static boolean staysInFloats(Operation.Convolution writer) {
        return writer.input().equals(Graph.INPUT) || !writer.relu();
    }

    /** As {@link #quantize(NetworkSource, List, IntConsumer)}, without a word about progress. */
    public static QuantizedWeights quantize(NetworkSource source, List<byte[]> pictures) throws IOException {
        return quantize(source, pictures, done -> {});
    }

    private static Map<String, ValueStatistics> observe(
            NetworkSource source, Graph graph, TensorMap folded, List<byte[]> pictures, IntConsumer done) {
        Map<String, ValueStatistics> statistics = new LinkedHashMap<>();
        graph.maps().forEach((value, channels) -> statistics.put(value, new ValueStatistics(channels)));
        Script recorder = new PlainWriter(folded, source.normalization(), source.side())
                .writeRecorder(graph, List.copyOf(statistics.keySet()));
        Shape shape = new Shape(1, source.side(), source.side(), 3);
        try (TorchModule module = new TorchModule(recorder)) {
            for (int i = 0; i < pictures.size(); i++) {
                List<float[]> values = module.forward(pictures.get(i), shape);
                int next = 0;
                for (ValueStatistics seen : statistics.values()) {
                    seen.add(values.get(next++));
                }
                done.accept(i + 1);
            }
        }
        return statistics;
    }
}
