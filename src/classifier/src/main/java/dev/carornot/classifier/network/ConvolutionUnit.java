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
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.util.PairList;
import java.util.Map;

/** A convolution with its batch norm, or with a bias once the batch norm is folded into it, and perhaps a ReLU. */
final class ConvolutionUnit extends AbstractBlock {
    /** Share of the running statistics kept at each step, DJL's sense of the word; torch's default of 0.1 the other way. */
    private static final float MOMENTUM = 0.9f;

    /** Normal with variance 2 / fan-out (He et al., 2015, arXiv:1502.01852), as torchvision starts its ResNets. */
    private static final Initializer HE =
            new XavierInitializer(XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.OUT, 2);

    private final Topology.Convolution convolution;
    private final boolean relu;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter gamma;
    private final Parameter beta;
    private final Parameter mean;
    private final Parameter variance;

    /**
     * @param folded whether the batch norm is part of weight and bias already
     * @param relu whether a ReLU ends the unit
     * @param scale what a fresh batch norm multiplies with
     */
    ConvolutionUnit(Topology.Convolution convolution, boolean folded, boolean relu, float scale) {
        this.convolution = convolution;
        this.relu = relu;
        Shape channels = new Shape(convolution.outputs());
        weight = add("weight", Parameter.Type.WEIGHT, convolution.weightShape(), HE);
        bias = folded ? add("bias", Parameter.Type.BIAS, channels, null) : null;
        gamma = folded ? null : add("gamma", Parameter.Type.GAMMA, channels, new ConstantInitializer(scale));
        beta = folded ? null : add("beta", Parameter.Type.BETA, channels, null);
        mean = folded ? null : add("mean", Parameter.Type.RUNNING_MEAN, channels, null);
        variance = folded ? null : add("variance", Parameter.Type.RUNNING_VAR, channels, null);
    }

    private Parameter add(String name, Parameter.Type type, Shape shape, Initializer initializer) {
        boolean statistic = type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
        Parameter.Builder builder = Parameter.builder()
                .setName(name)
                .setType(type)
                .optShape(shape)
                // Running statistics are taken, not learnt; torch refuses a gradient for them.
                .optRequiresGrad(!statistic);
        if (initializer != null) {
            builder.optInitializer(initializer);
        }
        return addParameter(builder.build());
    }

    void collect(Map<String, Parameter> byName) {
        byName.put(convolution.name() + ".weight", weight);
        if (bias != null) {
            byName.put(convolution.name() + ".bias", bias);
        } else {
            byName.put(convolution.norm() + ".weight", gamma);
            byName.put(convolution.norm() + ".bias", beta);
            byName.put(convolution.norm() + ".running_mean", mean);
            byName.put(convolution.norm() + ".running_var", variance);
        }
    }

    NDArray apply(ParameterStore store, NDArray input, boolean training) {
        Device device = input.getDevice();
        NDArray convolved = Conv2d.conv2d(
                        input,
                        store.getValue(weight, device, training),
                        store.getValue(bias, device, training),
                        new Shape(convolution.stride(), convolution.stride()),
                        new Shape(convolution.padding(), convolution.padding()))
                .singletonOrThrow();
        NDArray normalized = bias != null ? convolved : normalize(store, convolved, training);
        NDArray output = relu ? Activation.relu(normalized) : normalized;
        if (!training) {
            // Nothing will ask for gradients: giving the maps back at once keeps a forward pass at a few of them.
            Release.allBut(output, convolved, normalized);
        }
        return output;
    }

    private NDArray normalize(ParameterStore store, NDArray convolved, boolean training) {
        Device device = convolved.getDevice();
        return BatchNorm.batchNorm(
                        convolved,
                        store.getValue(mean, device, training),
                        store.getValue(variance, device, training),
                        store.getValue(gamma, device, training),
                        store.getValue(beta, device, training),
                        1,
                        MOMENTUM,
                        BatchNormFolding.EPSILON,
                        training)
                .singletonOrThrow();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(apply(store, inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), convolution.outputs(), side(in.get(2)), side(in.get(3)))};
    }

    private long side(long in) {
        return (in + 2L * convolution.padding() - convolution.kernel()) / convolution.stride() + 1;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        // No children.
    }
}
