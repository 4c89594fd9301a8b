package dev.carornot.classifier.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classification head: pooled features {@code (N, d)} to logits {@code (N, 1)}. Parameters are {@code
 * head.hidden.<i>.weight} {@code (out, in)}, {@code .bias} {@code (out)} and {@code head.output.weight} {@code (1, in)},
 * {@code .bias} {@code (1)}. Not thread-safe while its parameters change; parallel forward passes are safe.
 */
public final class Head extends AbstractBlock {
    static final String OUTPUT_LAYER = "head.output";

    private final double dropout;
    private final List<Layer> layers = new ArrayList<>();

    private record Layer(String name, Parameter weight, Parameter bias) {}

    /** @param features how many numbers come in */
    public Head(HeadConfiguration configuration, int features) {
        dropout = configuration.dropout();
        int inputs = features;
        for (int i = 0; i < configuration.hidden().size(); i++) {
            int outputs = configuration.hidden().get(i);
            layers.add(layer(hiddenLayer(i), inputs, outputs));
            inputs = outputs;
        }
        layers.add(layer(OUTPUT_LAYER, inputs, 1));
    }

    static String hiddenLayer(int index) {
        return "head.hidden." + index;
    }

    private Layer layer(String name, int inputs, int outputs) {
        // Uniform Xavier (Glorot and Bengio, 2010), Keras's default for the write-up's Dense layers.
        Parameter weight = addParameter(Parameter.builder()
                .setName(name + ".weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(outputs, inputs))
                .optInitializer(new XavierInitializer(
                        XavierInitializer.RandomType.UNIFORM, XavierInitializer.FactorType.AVG, 3))
                .build());
        Parameter bias = addParameter(Parameter.builder()
                .setName(name + ".bias")
                .setType(Parameter.Type.BIAS)
                .optShape(new Shape(outputs))
                .build());
        return new Layer(name, weight, bias);
    }

    /** Parameters by name. */
    public Map<String, Parameter> parametersByName() {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        for (Layer layer : layers) {
            byName.put(layer.name() + ".weight", layer.weight());
            byName.put(layer.name() + ".bias", layer.bias());
        }
        return Collections.unmodifiableMap(byName);
    }

    NDArray apply(ParameterStore store, NDArray features, boolean training) {
        NDArray values = features;
        Device device = features.getDevice();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            values = Linear.linear(
                            values,
                            store.getValue(layer.weight(), device, training),
                            store.getValue(layer.bias(), device, training))
                    .singletonOrThrow();
            if (i < layers.size() - 1) {
                values = Activation.sigmoid(values);
                if (training && dropout > 0) {
                    values = Dropout.dropout(values, (float) dropout, true).singletonOrThrow();
                }
            }
        }
        return values;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(store, inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), 1)};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        // No children.
    }
}
