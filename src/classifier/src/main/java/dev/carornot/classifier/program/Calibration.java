package dev.carornot.classifier.program;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Operation;
import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.network.WeightQuantization;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Quantises a trained network after training: lets it look at some photographs in 32-bit floats, and gives each value of the
 * graph the range that loses least. Stateless and thread-safe.
 */
public final class Calibration {
    private Calibration() {}

    /**
     * Quantises a network.
     *
     * @param pictures the network's input, each {@code (side, side, 3)} bytes; some hundred photographs of the training split
     * @param done told how many pictures have been looked at
     * @throws TensorFileException when the weights are not the network's; names the tensor
     */
    public static QuantizedWeights quantize(NetworkSource source, List<byte[]> pictures, IntConsumer done)
            throws TensorFileException {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("A network is quantised with the help of pictures, and there are none.");
        }
        NetworkWeights.check(
                source.weights(),
                Network.classifier(source.configuration(), false).parametersByName());
        Graph graph = Graph.classifier(source.configuration());
        TensorMap folded = Programs.fold(source.configuration().backbone(), source.weights());
        Map<String, ValueStatistics> statistics = observe(source, graph, folded, pictures, done);
        Map<String, Quantization.Activation> activations = new LinkedHashMap<>();
        activations.put(Graph.INPUT, input(source.normalization()));
        for (Operation.Convolution convolution : graph.convolutions()) {
            activations.put(
                    convolution.output(), statistics.get(convolution.output()).range());
        }
        Map<String, WeightQuantization.Input> inputs = new LinkedHashMap<>();
        for (Operation.Convolution convolution : graph.convolutions()) {
            String value = convolution.input();
            ValueStatistics seen = statistics.get(value);
            Quantization.Activation range = activations.get(graph.rangeOf(value));
            inputs.put(value, new WeightQuantization.Input(seen.means(), seen.largestBytes(range)));
        }
        Quantization quantization = new Quantization(activations);
        Map<String, Tensor> tensors = WeightQuantization.quantize(folded, graph.convolutions(), inputs);
        QuantizedWeights draft = new QuantizedWeights(quantization, new TensorMap(folded.source(), tensors, Map.of()));
        Operation.Linear first = graph.firstLinear();
        List<Double> wanted = statistics.get(first.input()).means();
        List<Double> found = features(source, graph, draft, first.input(), pictures);
        tensors.put(
                first.name() + ".bias",
                corrected(
                        tensors.get(first.name() + ".weight").toFloats(),
                        tensors.get(first.name() + ".bias").toFloats(),
                        wanted,
                        found));
        return new QuantizedWeights(quantization, new TensorMap(folded.source(), tensors, Map.of()));
    }

    /** The means of the features that the head sees in int8. */
    private static List<Double> features(
            NetworkSource source, Graph graph, QuantizedWeights weights, String value, List<byte[]> pictures) {
        Script recorder = new Int8Writer(graph, weights, source.normalization(), source.side())
                .writeRecorder(graph, List.of(value));
        ValueStatistics seen =
                new ValueStatistics(source.configuration().backbone().features());
        Shape shape = new Shape(1, source.side(), source.side(), 3);
        try (TorchModule module = new TorchModule(recorder)) {
            pictures.forEach(picture -> seen.add(module.forward(picture, shape).get(0)));
        }
        return seen.means();
    }

    /**
     * The head's first bias, so that its mean output is what it was: what rounding did to the features' means, layer upon
     * layer, beyond what each layer's own bias took back.
     */
    private static Tensor corrected(float[] weights, float[] bias, List<Double> wanted, List<Double> found) {
        int inputs = wanted.size();
        for (int output = 0; output < bias.length; output++) {
            double shift = 0;
            for (int input = 0; input < inputs; input++) {
                shift += weights[output * inputs + input] * (wanted.get(input) - found.get(input));
            }
            bias[output] += (float) shift;
        }
        return Tensor.of(bias, new Shape(bias.length));
    }

    /** As {@link #quantize(NetworkSource, List, IntConsumer)}, without a word about progress. */
    public static QuantizedWeights quantize(NetworkSource source, List<byte[]> pictures) throws TensorFileException {
        return quantize(source, pictures, done -> {});
    }

    private static Map<String, ValueStatistics> observe(
            NetworkSource source, Graph graph, TensorMap folded, List<byte[]> pictures, IntConsumer done) {
        Map<String, ValueStatistics> statistics = new LinkedHashMap<>();
        graph.maps().forEach((value, channels) -> statistics.put(value, new ValueStatistics(channels)));
        statistics.put(
                graph.firstLinear().input(),
                new ValueStatistics(source.configuration().backbone().features()));
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

    /** From black to white in every channel: what pixels can be is known without looking at any. */
    private static Quantization.Activation input(Normalization normalization) {
        float[] factors = ScriptWriter.factors(normalization);
        float[] summands = ScriptWriter.summands(normalization);
        float least = 0;
        float most = 0;
        for (int channel = 0; channel < factors.length; channel++) {
            least = Math.min(least, summands[channel]);
            most = Math.max(most, summands[channel] + 255 * factors[channel]);
        }
        return ValueStatistics.range(least, most);
    }
}
