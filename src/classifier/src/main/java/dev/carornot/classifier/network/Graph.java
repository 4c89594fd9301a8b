package dev.carornot.classifier.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network as a list of fused operations, in the order in which they run: batch norms are folded into the
 * convolutions before them ({@link BatchNormFolding}), ReLUs and residual sums belong to the convolution that they follow.
 * What is generated from a network (a TorchScript program, an ONNX file, a quantised network) is generated from this.
 * Immutable and thread-safe.
 *
 * @param operations the first reads {@link #INPUT}, the last writes the network's output
 */
public record Graph(List<Operation> operations) {
    /** The value that holds the normalised pictures, {@code (N, 3, side, side)}. */
    public static final String INPUT = "input";

    private static final int POOL_KERNEL = 3;
    private static final int POOL_STRIDE = 2;

    public Graph {
        operations = List.copyOf(operations);
    }

    /** Pictures to logits {@code (N, 1)}. */
    public static Graph classifier(NetworkConfiguration configuration) {
        BackboneConfiguration backbone = configuration.backbone();
        List<Operation> operations = new ArrayList<>(features(backbone).operations());
        String value = operations.get(operations.size() - 1).output();
        int inputs = backbone.features();
        List<Integer> hidden = configuration.head().hidden();
        for (int i = 0; i < hidden.size(); i++) {
            String name = Head.hiddenLayer(i);
            operations.add(new Operation.Linear(name, inputs, hidden.get(i), true, value, name));
            value = name;
            inputs = hidden.get(i);
        }
        operations.add(new Operation.Linear(Head.OUTPUT_LAYER, inputs, 1, false, value, Head.OUTPUT_LAYER));
        return new Graph(operations);
    }

    /** Pictures to pooled features {@code (N, d)}. */
    public static Graph features(BackboneConfiguration configuration) {
        List<Operation> operations =
                backbone(configuration, configuration.blocks().size());
        operations.add(new Operation.GlobalAverage(last(operations), "features"));
        return new Graph(operations);
    }

    /**
     * Pictures to what a {@link Tail} reads: the maps before one of the stages, {@code (N, d, side, side)}.
     *
     * @param cut where the network is cut in two
     */
    public static Graph maps(BackboneConfiguration configuration, Cut cut) {
        List<Operation> operations = backbone(configuration, cut.stage() - 1);
        operations.add(new Operation.Sampled(last(operations), cut.every(), "maps"));
        return new Graph(operations);
    }

    /** The stem and the first {@code through} stages. */
    private static List<Operation> backbone(BackboneConfiguration configuration, int through) {
        Topology topology = Topology.of(configuration);
        List<Operation> operations = new ArrayList<>();
        String value = add(operations, topology.stem(), INPUT, null, true);
        operations.add(new Operation.MaxPool(value, "maxpool"));
        value = "maxpool";
        for (Topology.Bottleneck block : topology.stages().subList(0, through).stream()
                .flatMap(List::stream)
                .toList()) {
            String shortcut =
                    block.downsample() == null ? value : add(operations, block.downsample(), value, null, false);
            value = add(operations, block.reduce(), value, null, true);
            value = add(operations, block.spatial(), value, null, true);
            value = add(operations, block.expand(), value, shortcut, true);
        }
        return operations;
    }

    private static String last(List<Operation> operations) {
        return operations.get(operations.size() - 1).output();
    }

    private static String add(
            List<Operation> operations, Topology.Convolution layer, String input, String residual, boolean relu) {
        operations.add(new Operation.Convolution(layer, input, residual, relu, layer.name()));
        return layer.name();
    }

    /** The value that the last operation writes. */
    public String output() {
        return last(operations);
    }

    /** Whether it ends in a head, and so has maps behind which only an average and the head come. */
    public boolean isClassifier() {
        return operations.get(operations.size() - 1) instanceof Operation.Linear;
    }

    /**
     * The value that holds the last feature maps, those that are averaged.
     *
     * @throws IllegalStateException when nothing is averaged
     */
    public String averagedMaps() {
        return operations.stream()
                .filter(Operation.GlobalAverage.class::isInstance)
                .map(Operation::input)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The graph averages no feature maps."));
    }

    /** The convolutions, in order. */
    public List<Operation.Convolution> convolutions() {
        return operations.stream()
                .filter(Operation.Convolution.class::isInstance)
                .map(Operation.Convolution.class::cast)
                .toList();
    }

    /** Channels of each value that is a feature map, in the order in which they are written. */
    public Map<String, Integer> maps() {
        Map<String, Integer> maps = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (operation instanceof Operation.Convolution convolution) {
                maps.put(convolution.output(), convolution.layer().outputs());
            } else if (operation instanceof Operation.MaxPool pool) {
                maps.put(pool.output(), maps.get(pool.input()));
            }
        }
        return maps;
    }

    /**
     * Side of each value that is a feature map, in the order in which they are written.
     *
     * @param input side of the pictures in pixels
     */
    public Map<String, Integer> sides(int input) {
        Map<String, Integer> sides = new LinkedHashMap<>();
        sides.put(INPUT, input);
        for (Operation operation : operations) {
            if (operation instanceof Operation.Convolution convolution) {
                Topology.Convolution layer = convolution.layer();
                sides.put(
                        convolution.output(),
                        side(sides.get(convolution.input()), layer.kernel(), layer.stride(), layer.padding()));
            } else if (operation instanceof Operation.MaxPool pool) {
                sides.put(pool.output(), side(sides.get(pool.input()), POOL_KERNEL, POOL_STRIDE, POOL_KERNEL / 2));
            }
        }
        return sides;
    }

    private static int side(int input, int kernel, int stride, int padding) {
        return (input + 2 * padding - kernel) / stride + 1;
    }

    /** The value whose range a value shares: a max-pool's output has its input's, any other its own. */
    public String rangeOf(String value) {
        return operations.stream()
                .filter(operation -> operation instanceof Operation.MaxPool
                        && operation.output().equals(value))
                .map(Operation::input)
                .findFirst()
                .orElse(value);
    }
}
