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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Backbone, global average and, unless it is built for features, the head: normalised pictures {@code (N, 3, H, W)} to
 * logits {@code (N, 1)} or features {@code (N, d)}. Not thread-safe while its parameters change; forward passes in
 * parallel, each with its own manager and parameter store, are safe.
 */
public final class Network extends AbstractBlock {
    private final int stages;
    private final ResNet backbone;
    private final Head head;

    private Network(BackboneConfiguration configuration, Head head, boolean folded) {
        this.stages = configuration.blocks().size();
        this.backbone = addChildBlock("backbone", new ResNet(configuration, folded));
        this.head = head == null ? null : addChildBlock("head", head);
    }

    /**
     * Pictures to logits.
     *
     * @param folded whether its weights come with the batch norms folded in, see {@link BatchNormFolding}
     */
    public static Network classifier(NetworkConfiguration configuration, boolean folded) {
        BackboneConfiguration backbone = configuration.backbone();
        return new Network(backbone, new Head(configuration.head(), backbone.features()), folded);
    }

    /** Pictures to pooled features. */
    public static Network features(BackboneConfiguration configuration, boolean folded) {
        return new Network(configuration, null, folded);
    }

    /** Parameters by name: torchvision's for the backbone, {@code head...} for the head. */
    public Map<String, Parameter> parametersByName() {
        Map<String, Parameter> byName = new LinkedHashMap<>(backbone.parametersByName());
        if (head != null) {
            byName.putAll(head.parametersByName());
        }
        return Collections.unmodifiableMap(byName);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray maps = backbone.apply(store, inputs.singletonOrThrow(), training, stages);
        NDArray output = behind(maps, store, training);
        if (!training) {
            maps.close();
        }
        return new NDList(output);
    }

    /** From the last feature maps on. */
    private NDArray behind(NDArray maps, ParameterStore store, boolean training) {
        NDArray features = Pool.globalAvgPool2d(maps);
        return head == null ? features : head.apply(store, features, training);
    }

    /**
     * The network as it runs outside training, with what its logits come from.
     *
     * @param pictures {@code (N, 3, H, W)}
     * @return the logits and the last feature maps {@code (N, d, h, w)}
     * @throws IllegalStateException when it is built for features
     */
    public NDList forwardWithMaps(ParameterStore store, NDArray pictures) {
        if (head == null) {
            throw new IllegalStateException("A network without a head has no logits to explain.");
        }
        NDArray maps = backbone.apply(store, pictures, false, stages);
        return new NDList(behind(maps, store, false), maps);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape maps = backbone.getOutputShapes(inputShapes)[0];
        return new Shape[] {new Shape(maps.get(0), head == null ? maps.get(1) : 1)};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        backbone.initialize(manager, dataType, inputShapes);
        if (head != null) {
            Shape maps = backbone.getOutputShapes(inputShapes)[0];
            head.initialize(manager, dataType, new Shape(maps.get(0), maps.get(1)));
        }
    }
}
