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
    private final List<List<BottleneckBlock>> stages = new ArrayList<>();
    private final Head head;
    private int open;
    private StageProgram program;

    /** With batch norms of their own, for training. */
    public Tail(NetworkConfiguration configuration, Cut cut) {
        BackboneConfiguration backbone = configuration.backbone();
        for (List<Topology.Bottleneck> stage : cut.behind(backbone)) {
            stages.add(stage.stream()
                    .map(bottleneck -> addChildBlock("bottleneck", new BottleneckBlock(bottleneck, false)))
                    .toList());
        }
        open = stages.size();
        head = addChildBlock("head", new Head(configuration.head(), backbone.features()));
    }

    /** How many stages it has. */
    public int stages() {
        return stages.size();
    }

    /**
     * Trains the last stages only: those before run as inference, even while the network is trained, so that neither their
     * weights get gradients nor their batch norms other statistics.
     *
     * @param count 0 for the head alone, to {@link #stages()}, which is how it begins
     */
    public void open(int count) {
        if (count < 0 || count > stages.size()) {
            throw new IllegalArgumentException("0 to " + stages.size() + " stages can be open, not " + count + ".");
        }
        open = count;
    }

    /** Has a program compute the stages that learn, while they learn, instead of the tail's own blocks. */
    public void learnBy(StageProgram other) {
        program = other;
    }

    /** Parameters by name: torchvision's for the stages, {@code head...} for the head. */
    public Map<String, Parameter> parametersByName() {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        stages.forEach(stage -> stage.forEach(block -> block.collect(byName)));
        byName.putAll(head.parametersByName());
        return Collections.unmodifiableMap(byName);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray given = inputs.singletonOrThrow();
        NDArray map = given;
        int learning = training ? stages.size() - open : stages.size();
        for (List<BottleneckBlock> stage : stages.subList(0, learning)) {
            for (BottleneckBlock block : stage) {
                NDArray next = block.apply(store, map, false);
                if (map != given) {
                    map.close();
                }
                map = next;
            }
        }
        return new NDList(head.apply(store, pooled(store, map, learning), training));
    }

    private NDArray pooled(ParameterStore store, NDArray map, int learning) {
        List<List<BottleneckBlock>> rest = stages.subList(learning, stages.size());
        if (program != null && !rest.isEmpty()) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            rest.forEach(stage -> stage.forEach(block -> block.collect(parameters)));
            List<NDArray> arrays = parameters.values().stream()
                    .map(parameter -> store.getValue(parameter, map.getDevice(), true))
                    .toList();
            return program.apply(map, learning, arrays);
        }
        NDArray learnt = map;
        for (List<BottleneckBlock> stage : rest) {
            for (BottleneckBlock block : stage) {
                learnt = block.apply(store, learnt, true);
            }
        }
        return Pool.globalAvgPool2d(learnt);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), 1)};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (BottleneckBlock block : stages.stream().flatMap(List::stream).toList()) {
            block.initialize(manager, dataType, shapes);
            shapes = block.getOutputShapes(shapes);
        }
        head.initialize(manager, dataType, new Shape(shapes[0].get(0), shapes[0].get(1)));
    }
}
