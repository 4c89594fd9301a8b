package dev.carornot.classifier.program;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.PixelInput;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;

/**
 * The network as DJL blocks with its batch norms folded, run operator by operator in 32-bit floats. Thread-safe: at most
 * {@code predictors} calls run at once, the others wait their turn. Owns one NDManager with the weights.
 */
public final class EagerProgram implements ClassifierProgram {
    private final Network network;
    private final NDManager manager;
    private final PixelInput input;
    private final Turns turns;

    private EagerProgram(Network network, Normalization normalization, int side, TensorMap folded, int predictors)
            throws TensorFileException {
        this.network = network;
        this.input = new PixelInput(side, normalization);
        this.turns = new Turns(predictors);
        this.manager = NDManager.newBaseManager(Device.cpu());
        try {
            network.freezeParameters(true);
            NetworkWeights.load(folded, network.parametersByName(), manager);
            network.initialize(manager, DataType.FLOAT32, input.shape());
        } catch (TensorFileException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Pictures to one logit each.
     *
     * @param side side of the input in pixels
     * @param weights the network's tensors, batch norms unfolded
     * @param predictors how many calls may run at once
     * @throws TensorFileException when the weights are not the network's; names the tensor
     */
    public static EagerProgram classifier(
            NetworkConfiguration configuration,
            Normalization normalization,
            int side,
            TensorMap weights,
            int predictors)
            throws TensorFileException {
        Network unfolded = Network.classifier(configuration, false);
        NetworkWeights.check(weights, unfolded.parametersByName());
        return new EagerProgram(
                Network.classifier(configuration, true),
                normalization,
                side,
                Programs.fold(configuration.backbone(), weights),
                predictors);
    }

    /** Pictures to pooled features; parameters as for {@link #classifier}. */
    public static EagerProgram features(
            BackboneConfiguration configuration,
            Normalization normalization,
            int side,
            TensorMap weights,
            int predictors)
            throws TensorFileException {
        NetworkWeights.check(weights, Network.features(configuration, false).parametersByName());
        return new EagerProgram(
                Network.features(configuration, true),
                normalization,
                side,
                Programs.fold(configuration, weights),
                predictors);
    }

    @Override
    public float[][] run(byte[] pixels, int count) {
        return turns.take(() -> forward(pixels, count));
    }

    private float[][] forward(byte[] pixels, int count) {
        try (NDManager call = manager.newSubManager()) {
            NDArray output = network.forward(
                            new ParameterStore(call, false), new NDList(input.create(call, pixels, count)), false)
                    .singletonOrThrow();
            float[] flat = output.toFloatArray();
            return Rows.of(flat, count);
        }
    }

    /** @throws IllegalStateException of a program that yields features, and when the program is closed */
    @Override
    public MappedLogit explain(byte[] pixels) {
        return turns.take(() -> forwardWithMaps(pixels));
    }

    private MappedLogit forwardWithMaps(byte[] pixels) {
        try (NDManager call = manager.newSubManager()) {
            NDList output = network.forwardWithMaps(new ParameterStore(call, false), input.create(call, pixels, 1));
            Shape shape = output.get(1).getShape();
            FeatureMaps maps = new FeatureMaps(
                    Math.toIntExact(shape.get(1)),
                    Math.toIntExact(shape.get(2)),
                    Math.toIntExact(shape.get(3)),
                    output.get(1).toFloatArray());
            return new MappedLogit(output.get(0).toFloatArray()[0], maps);
        }
    }

    @Override
    public String precision() {
        return Precision.EAGER.label();
    }

    @Override
    public void close() {
        turns.end(manager::close);
    }
}
