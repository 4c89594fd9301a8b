package dev.carornot.classifier.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network from a stage on: maps {@code (N, d, side, side)} as {@link Graph#maps} yields them to logits {@code (N, 1)}.
 * Together they are {@link Network#classifier}, and the parameters have the same names. Not thread-safe while its parameters
 * change; parallel forward passes are safe.
 */
public final class Tail extends AbstractBlock {
    private final List<BottleneckBlock> blocks = new ArrayList<>();
    private final Head head;

    /** With batch norms of their own, for training. */
    public Tail(NetworkConfiguration configuration, Cut cut) {
        BackboneConfiguration backbone = configuration.backbone();
        List<List<Topology.Bottleneck>> stages = Topology.of(backbone).stages();
        for (List<Topology.Bottleneck> stage : stages.subList(cut.stage() - 1, stages.size())) {
            for (Topology.Bottleneck bottleneck : stage) {
                Topology.Bottleneck given = blocks.isEmpty() ? bottleneck.afterSampling(cut.every()) : bottleneck;
                blocks.add(addChildBlock("bottleneck", new BottleneckBlock(given, false)));
            }
        }
        head = addChildBlock("head", new Head(configuration.head(), backbone.features()));
    }

    /** Parameters by name: torchvision's for the stages, {@code head...} for the head. */
    public Map<String, Parameter> parametersByName() {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        blocks.forEach(block -> block.collect(byName));
        byName.putAll(head.parametersByName());
        return Collections.unmodifiableMap(byName);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray given = inputs.singletonOrThrow();
        NDArray map = given;
        for (BottleneckBlock block : blocks) {
            NDArray next = block.apply(store, map, training);
            if (!training && map != given) {
                map.close();
            }
            map = next;
        }
        return new NDList(head.apply(store, Pool.globalAvgPool2d(map), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), 1)};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (BottleneckBlock block : blocks) {
            block.initialize(manager, dataType, shapes);
            shapes = block.getOutputShapes(shapes);
        }
        head.initialize(manager, dataType, new Shape(shapes[0].get(0), shapes[0].get(1)));
    }
}
