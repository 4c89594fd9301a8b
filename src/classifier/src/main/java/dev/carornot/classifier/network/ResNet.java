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
 * A bottleneck ResNet without its classification layer: normalised pictures {@code (N, 3, H, W)} to feature maps {@code
 * (N, features, H / 2^(stages + 1), W / 2^(stages + 1))}, rounded up. Not thread-safe while its parameters change;
 * forward passes in parallel, each with its own manager and parameter store, are safe.
 */
public final class ResNet extends AbstractBlock {
    private static final Shape POOL_KERNEL = new Shape(3, 3);
    private static final Shape POOL_STRIDE = new Shape(2, 2);
    private static final Shape POOL_PADDING = new Shape(1, 1);

    private final int features;
    private final ConvolutionUnit stem;
    private final List<List<BottleneckBlock>> stages = new ArrayList<>();

    /** @param folded whether its weights come with the batch norms folded in, see {@link BatchNormFolding} */
    public ResNet(BackboneConfiguration configuration, boolean folded) {
        features = configuration.features();
        Topology topology = Topology.of(configuration);
        stem = addChildBlock("stem", new ConvolutionUnit(topology.stem(), folded, true, 1));
        for (List<Topology.Bottleneck> stage : topology.stages()) {
            List<BottleneckBlock> blocks = new ArrayList<>();
            for (Topology.Bottleneck bottleneck : stage) {
                blocks.add(addChildBlock("bottleneck", new BottleneckBlock(bottleneck, folded)));
            }
            stages.add(blocks);
        }
    }

    /** Parameters by torchvision's names, e.g. {@code layer3.5.conv2.weight}; with {@code bias} once folded. */
    public Map<String, Parameter> parametersByName() {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        stem.collect(byName);
        stages.forEach(stage -> stage.forEach(block -> block.collect(byName)));
        return Collections.unmodifiableMap(byName);
    }

    /**
     * Runs the stem and the first {@code through} stages.
     *
     * @param input {@code (N, 3, H, W)}, left open
     */
    NDArray apply(ParameterStore store, NDArray input, boolean training, int through) {
        NDArray convolved = stem.apply(store, input, training);
        NDArray map = Pool.maxPool2d(convolved, POOL_KERNEL, POOL_STRIDE, POOL_PADDING, false);
        if (!training) {
            convolved.close();
        }
        for (BottleneckBlock block :
                stages.subList(0, through).stream().flatMap(List::stream).toList()) {
            NDArray next = block.apply(store, map, training);
            if (!training) {
                map.close();
            }
            map = next;
        }
        return map;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(store, inputs.singletonOrThrow(), training, stages.size()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] shapes = pooled(stem.getOutputShapes(inputShapes));
        for (List<BottleneckBlock> stage : stages) {
            for (BottleneckBlock block : stage) {
                shapes = block.getOutputShapes(shapes);
            }
        }
        return new Shape[] {new Shape(shapes[0].get(0), features, shapes[0].get(2), shapes[0].get(3))};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        stem.initialize(manager, dataType, inputShapes);
        Shape[] shapes = pooled(stem.getOutputShapes(inputShapes));
        for (List<BottleneckBlock> stage : stages) {
            for (BottleneckBlock block : stage) {
                block.initialize(manager, dataType, shapes);
                shapes = block.getOutputShapes(shapes);
            }
        }
    }

    private static Shape[] pooled(Shape[] shapes) {
        Shape in = shapes[0];
        return new Shape[] {new Shape(in.get(0), in.get(1), (in.get(2) + 1) / 2, (in.get(3) + 1) / 2)};
    }
}
