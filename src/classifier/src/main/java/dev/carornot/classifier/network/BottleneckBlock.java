package dev.carornot.classifier.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Map;

/** 1x1, 3x3, 1x1, the input added, ReLU. */
final class BottleneckBlock extends AbstractBlock {
    private final ConvolutionUnit reduce;
    private final ConvolutionUnit spatial;
    private final ConvolutionUnit expand;
    private final ConvolutionUnit downsample;

    BottleneckBlock(Topology.Bottleneck bottleneck, boolean folded) {
        reduce = addChildBlock("reduce", new ConvolutionUnit(bottleneck.reduce(), folded, true, 1));
        spatial = addChildBlock("spatial", new ConvolutionUnit(bottleneck.spatial(), folded, true, 1));
        // A fresh block starts as the identity, which steadies the first epochs (Goyal et al., 2017, arXiv:1706.02677).
        expand = addChildBlock("expand", new ConvolutionUnit(bottleneck.expand(), folded, false, 0));
        downsample = bottleneck.downsample() == null
                ? null
                : addChildBlock("downsample", new ConvolutionUnit(bottleneck.downsample(), folded, false, 1));
    }

    void collect(Map<String, Parameter> byName) {
        reduce.collect(byName);
        spatial.collect(byName);
        expand.collect(byName);
        if (downsample != null) {
            downsample.collect(byName);
        }
    }

    NDArray apply(ParameterStore store, NDArray input, boolean training) {
        NDArray reduced = reduce.apply(store, input, training);
        NDArray mixed = spatial.apply(store, reduced, training);
        NDArray expanded = expand.apply(store, mixed, training);
        NDArray shortcut = downsample == null ? input : downsample.apply(store, input, training);
        NDArray sum = training ? expanded.add(shortcut) : expanded.addi(shortcut);
        NDArray output = Activation.relu(sum);
        if (!training) {
            Release.allBut(input, reduced, mixed, expanded, shortcut);
        }
        return output;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(store, inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return expand.getOutputShapes(spatial.getOutputShapes(reduce.getOutputShapes(inputShapes)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] reduced = initialize(reduce, manager, dataType, inputShapes);
        Shape[] mixed = initialize(spatial, manager, dataType, reduced);
        initialize(expand, manager, dataType, mixed);
        if (downsample != null) {
            initialize(downsample, manager, dataType, inputShapes);
        }
    }

    private static Shape[] initialize(
            ConvolutionUnit unit, NDManager manager, DataType dataType, Shape... inputShapes) {
        unit.initialize(manager, dataType, inputShapes);
        return unit.getOutputShapes(inputShapes);
    }
}
