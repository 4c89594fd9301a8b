package dev.carornot.classifier.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a backbone is cut in two: the frozen stages before, and the {@link Tail} from a stage on. Immutable and thread-safe.
 *
 * @param stage the tail's first stage, counted from 1
 * @param every the tail reads the maps at every so manyeth row and column
 * @param channels of the maps
 */
public record Cut(int stage, int every, int channels) {
    /**
     * Before a stage. With {@link Variant#V1} a stage's first convolutions, {@code conv1} and {@code downsample.0}, are both
     * 1x1 with a stride of 2: they read a quarter of the positions, and no more than these are handed over.
     *
     * @param stage 2 to the number of stages: at least one stage is frozen
     */
    public static Cut before(BackboneConfiguration configuration, int stage) {
        if (stage < 2 || stage > configuration.blocks().size()) {
            throw new IllegalArgumentException(
                    "A backbone of " + configuration.blocks().size()
                            + " stages is cut before one of the later ones, not before layer" + stage + ".");
        }
        Topology.Bottleneck first =
                Topology.of(configuration).stages().get(stage - 1).get(0);
        int every = first.reduce().stride() == first.downsample().stride()
                ? first.reduce().stride()
                : 1;
        return new Cut(stage, every, first.reduce().inputs());
    }

    /** The stages before the cut. */
    public BackboneConfiguration frozen(BackboneConfiguration configuration) {
        return new BackboneConfiguration(
                configuration.variant(), configuration.blocks().subList(0, stage - 1), configuration.width());
    }

    /** The stages behind the cut, as they read what is handed over. */
    public List<List<Topology.Bottleneck>> behind(BackboneConfiguration configuration) {
        List<List<Topology.Bottleneck>> stages = new ArrayList<>(Topology.of(configuration)
                .stages()
                .subList(stage - 1, configuration.blocks().size()));
        List<Topology.Bottleneck> first = new ArrayList<>(stages.get(0));
        first.set(0, first.get(0).afterSampling(every));
        stages.set(0, first);
        return stages.stream().map(List::copyOf).toList();
    }

    /**
     * Side of the maps that are handed over.
     *
     * @param input side of the pictures in pixels
     */
    public int side(BackboneConfiguration configuration, int input) {
        Graph graph = Graph.maps(configuration, this);
        int whole = graph.sides(input)
                .get(graph.operations().get(graph.operations().size() - 1).input());
        return (whole + every - 1) / every;
    }
}
