package dev.carornot.classifier.network;

import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evens out the channels of feature maps before a network is quantised (Nagel et al., 2019, arXiv:1906.04721, section 4.1):
 * a byte has one scale for a whole value, so channels that stay small get only few of its steps. Each channel is divided by a
 * factor where it is written, and the weights that read it are multiplied by it. ReLU, max-pool, sum and average let a
 * positive factor through, so the network gives the same numbers; nothing changes at run time.
 *
 * <p>The price is paid by the weights that read the channels, which become uneven among the inputs of one output. Half of the
 * difference on a logarithmic scale goes to either side, as in SmoothQuant (Xiao et al., 2022, arXiv:2211.10438, equation 4,
 * alpha 0.5): {@code factor = sqrt(range of the channel / largest weight that reads it)}. Immutable and thread-safe.
 */
public final class ChannelEqualization {
    private final Graph graph;

    /** By value, shared by those that must have the same. */
    private final Map<String, double[]> factors = new HashMap<>();

    /**
     * Values whose channels must be divided by the same factors, and who reads them: the summands and the sums of a stage, or
     * a convolution's output by itself, each with its max-pool and average.
     */
    private static final class Group {
        private final List<String> values = new ArrayList<>();
        private final List<Topology.Convolution> readers = new ArrayList<>();
    }

    /**
     * Finds the factors.
     *
     * @param folded the network's tensors, batch norms folded in
     * @param maxima by value, for each feature map: the largest value of each channel, 0 or above
     */
    public ChannelEqualization(Graph graph, TensorMap folded, Map<String, List<Double>> maxima) {
        this.graph = graph;
        for (Group group : groups(graph)) {
            double[] shared = factors(group, folded, maxima);
            group.values.forEach(value -> factors.put(value, shared));
        }
    }

    private static List<Group> groups(Graph graph) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Operation operation : graph.operations()) {
            Group group;
            if (operation instanceof Operation.Convolution convolution) {
                if (groups.containsKey(convolution.input())) {
                    groups.get(convolution.input()).readers.add(convolution.layer());
                }
                group = convolution.residual() == null ? new Group() : groups.get(convolution.residual());
            } else if (operation instanceof Operation.Linear) {
                continue;
            } else {
                group = groups.get(operation.input());
            }
            group.values.add(operation.output());
            groups.put(operation.output(), group);
        }
        return groups.values().stream().distinct().toList();
    }

    private static double[] factors(Group group, TensorMap folded, Map<String, List<Double>> maxima) {
        double[] ranges = null;
        for (String value : group.values) {
            if (maxima.containsKey(value)) {
                ranges = larger(ranges, relative(maxima.get(value)));
            }
        }
        double[] weights = new double[ranges.length];
        for (Topology.Convolution reader : group.readers) {
            weights = larger(weights, largestWeights(reader, folded));
        }
        double[] factors = new double[ranges.length];
        for (int channel = 0; channel < factors.length; channel++) {
            // A channel that is always zero, or that no convolution reads, stays as it is.
            boolean matters = ranges[channel] > 0 && weights[channel] > 0;
            factors[channel] = matters ? Math.sqrt(ranges[channel] / weights[channel]) : 1;
        }
        return factors;
    }

    private static double[] larger(double[] some, double[] others) {
        double[] larger = others.clone();
        for (int i = 0; some != null && i < larger.length; i++) {
            larger[i] = Math.max(larger[i], some[i]);
        }
        return larger;
    }

    /** In parts of the largest. */
    private static double[] relative(List<Double> maxima) {
        double largest = Collections.max(maxima);
        return maxima.stream()
                .mapToDouble(maximum -> largest == 0 ? 0 : maximum / largest)
                .toArray();
    }

    /** Of each input channel, in parts of an output channel's largest weight. */
    private static double[] largestWeights(Topology.Convolution layer, TensorMap folded) {
        float[] weights = folded.tensors().get(layer.name() + ".weight").toFloats();
        double[] largest = new double[layer.inputs()];
        int places = layer.kernel() * layer.kernel();
        int perOutput = layer.inputs() * places;
        for (int start = 0; start < weights.length; start += perOutput) {
            double whole = 0;
            for (int i = 0; i < perOutput; i++) {
                whole = Math.max(whole, Math.abs(weights[start + i]));
            }
            for (int i = 0; i < perOutput && whole > 0; i++) {
                int channel = i / places;
                largest[channel] = Math.max(largest[channel], Math.abs(weights[start + i]) / whole);
            }
        }
        return largest;
    }

    /** What the channels of a feature map are divided by: positive. */
    public List<Double> factors(String value) {
        return Arrays.stream(factors.get(value)).boxed().toList();
    }

    /**
     * The same network with even channels.
     *
     * @param folded the network's tensors, batch norms folded in
     */
    public TensorMap apply(TensorMap folded) {
        Map<String, Tensor> even = new LinkedHashMap<>(folded.tensors());
        for (Operation operation : graph.operations()) {
            double[] read = factors.get(operation.input());
            if (operation instanceof Operation.Convolution convolution) {
                Topology.Convolution layer = convolution.layer();
                double[] written = factors.get(convolution.output());
                even.computeIfPresent(layer.name() + ".weight", (name, weight) -> scaled(weight, written, read));
                even.computeIfPresent(layer.name() + ".bias", (name, bias) -> scaled(bias, written, null));
            } else if (operation instanceof Operation.Linear linear && read != null) {
                even.computeIfPresent(linear.name() + ".weight", (name, weight) -> scaled(weight, null, read));
            }
        }
        return new TensorMap(folded.source(), even, folded.metadata());
    }

    /**
     * Divides by the factors of what is written and multiplies by those of what is read.
     *
     * @param tensor {@code (outputs, inputs, ...)}, or {@code (outputs)}
     * @param written by output; null for ones
     * @param read by input; null for ones
     */
    private static Tensor scaled(Tensor tensor, double[] written, double[] read) {
        float[] values = tensor.toFloats();
        int outputs = Math.toIntExact(tensor.shape().get(0));
        int perOutput = values.length / outputs;
        int perInput = read == null ? perOutput : perOutput / read.length;
        for (int i = 0; i < values.length; i++) {
            double divisor = written == null ? 1 : written[i / perOutput];
            double factor = read == null ? 1 : read[i % perOutput / perInput];
            values[i] = (float) (values[i] * factor / divisor);
        }
        return Tensor.of(values, tensor.shape());
    }
}
