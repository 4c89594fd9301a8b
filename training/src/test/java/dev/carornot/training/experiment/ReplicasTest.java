package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Head;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.device.Devices;
import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas on the processor, several of them: what they add up to is the same wherever they are. */
final class ReplicasTest {
    private static final int FEATURES = 6;
    private static final float TOLERANCE = 1e-6f;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private static List<Device> processors(int count) {
        return Collections.nCopies(count, Device.cpu());
    }

    private Head head() {
        Engine.getInstance().setRandomSeed(3);
        Head head = new Head(new HeadConfiguration(List.of(4), 0), FEATURES);
        head.initialize(manager, DataType.FLOAT32, new Shape(1, FEATURES));
        learn(head.parametersByName());
        return head;
    }

    private static void learn(Map<String, Parameter> parameters) {
        parameters.values().stream()
                .filter(Parameter::requiresGradient)
                .forEach(parameter -> parameter.getArray().setRequiresGradient(true));
    }

    private NDArray numbers(long seed, Shape shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return manager.create(values, shape);
    }

    /** The gradients of the mean of {@code weight * (logit - target)^2}, dealt over so many replicas. */
    private Map<String, float[]> gradients(int replicas, int examples) {
        Head head = head();
        Map<String, Parameter> parameters = head.parametersByName();
        try (Replicas dealt = new Replicas(head, parameters, processors(replicas), manager)) {
            NDArray inputs = numbers(1, new Shape(examples, FEATURES));
            NDArray targets = numbers(2, new Shape(examples, 1));
            NDArray weights = numbers(3, new Shape(examples, 1)).abs();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                for (Replicas.Share share : dealt.deal(inputs, targets, weights)) {
                    NDArray loss = dealt.forward(share)
                            .sub(share.targets())
                            .square()
                            .mul(share.weights())
                            .mean()
                            .mul((float) share.part());
                    collector.backward(loss);
                }
            }
            dealt.reduce(name -> true);
            Map<String, float[]> gradients = new LinkedHashMap<>();
            parameters.forEach((name, parameter) ->
                    gradients.put(name, parameter.getArray().getGradient().toFloatArray()));
            return gradients;
        }
    }

    @Test
    void theSumOfTheSharesGradientsIsTheWholeBatchs() {
        Map<String, float[]> whole = gradients(1, 7);
        assertThat(whole).hasSize(4);
        assertThat(whole.get("head.output.bias")[0]).isNotZero();
        for (int replicas : new int[] {2, 3, 9}) {
            gradients(replicas, 7)
                    .forEach((name, gradient) -> assertThat(gradient)
                            .as("%s of %d", name, replicas)
                            .containsExactly(whole.get(name), within(TOLERANCE)));
        }
    }

    @Test
    void everyExampleIsInOneShareAndTheSharesDifferByOneAtMost() {
        Head head = head();
        try (Replicas replicas = new Replicas(head, head.parametersByName(), processors(3), manager)) {
            NDArray inputs = numbers(1, new Shape(8, FEATURES));
            List<Replicas.Share> shares =
                    replicas.deal(inputs, numbers(2, new Shape(8, 1)), numbers(3, new Shape(8, 1)));
            assertThat(shares)
                    .extracting(share -> share.inputs().getShape().get(0))
                    .containsExactly(3L, 3L, 2L);
            assertThat(shares.stream().mapToDouble(Replicas.Share::part).sum()).isEqualTo(1, within(1e-12));
            List<Float> dealt = new ArrayList<>();
            shares.forEach(share -> {
                for (float value : share.inputs().toFloatArray()) {
                    dealt.add(value);
                }
            });
            List<Float> all = new ArrayList<>();
            for (float value : inputs.toFloatArray()) {
                all.add(value);
            }
            assertThat(dealt).isEqualTo(all);
        }
    }

    @Test
    void whatTheOptimizerDidToTheFirstIsInAllOfThem() {
        Head head = head();
        Parameter weight = head.parametersByName().get("head.output.weight");
        try (Replicas replicas = new Replicas(head, head.parametersByName(), processors(2), manager)) {
            float[] before = weight.getArray().toFloatArray();
            Tensors.set(weight.getArray(), Tensor.of(new float[] {1, 2, 3, 4}, new Shape(1, 4)));
            assertThat(replicas.value(weight, 1).toFloatArray()).isEqualTo(before);
            replicas.spread();
            assertThat(replicas.value(weight, 1).toFloatArray()).containsExactly(1, 2, 3, 4);
            assertThat(replicas.value(weight, 1).hasGradient()).isTrue();
            // The replicas do not share memory.
            Tensors.set(weight.getArray(), Tensor.of(before, new Shape(1, 4)));
            assertThat(replicas.value(weight, 1).toFloatArray()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void runningStatisticsAreTheMeanOfTheReplicas() {
        Network network = Network.classifier(
                new NetworkConfiguration(
                        new BackboneConfiguration(Variant.V1_5, List.of(1), 4), new HeadConfiguration(List.of(), 0)),
                false);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 16, 16));
        Map<String, Parameter> parameters = network.parametersByName();
        learn(parameters);
        Parameter mean = parameters.get("bn1.running_mean");
        try (Replicas replicas = new Replicas(network, parameters, processors(3), manager)) {
            NDArray column = numbers(2, new Shape(6, 1));
            List<Replicas.Share> shares = replicas.deal(numbers(1, new Shape(6, 3, 16, 16)), column, column);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                for (Replicas.Share share : shares) {
                    collector.backward(replicas.forward(share).mean());
                }
            }
            float[] first = replicas.value(mean, 0).toFloatArray();
            float[] second = replicas.value(mean, 1).toFloatArray();
            float[] third = replicas.value(mean, 2).toFloatArray();
            assertThat(first).isNotEqualTo(second);
            replicas.reduce(name -> false);
            replicas.spread();
            float[] both = mean.getArray().toFloatArray();
            for (int i = 0; i < both.length; i++) {
                assertThat(both[i]).isEqualTo((first[i] + second[i] + third[i]) / 3, within(TOLERANCE));
            }
            assertThat(replicas.value(mean, 1).toFloatArray()).isEqualTo(both);
        }
    }

    private static Fitter.Fitted fit(int replicas, int epochs) {
        SplittableRandom random = new SplittableRandom(5);
        List<float[]> features = new ArrayList<>();
        float[] labels = new float[96];
        for (int i = 0; i < labels.length; i++) {
            float[] vector = new float[FEATURES];
            for (int j = 0; j < FEATURES; j++) {
                vector[j] = (float) (2 * random.nextDouble() - 1);
            }
            features.add(vector);
            labels[i] = vector[0] > vector[1] ? 1 : 0;
        }
        Optimization optimization = new Optimization(
                Optimization.Optimizer.ADAMW,
                0.01,
                Optimization.Schedule.COSINE,
                0,
                0.01,
                0.05,
                epochs,
                12,
                0,
                0,
                Optimization.ClassWeights.BALANCED,
                1,
                0.9,
                0,
                0.2,
                0,
                0,
                null);
        Head head = new Head(new HeadConfiguration(List.of(8), 0), FEATURES);
        return new Fitter(
                        optimization,
                        7,
                        FitOptions.of(ProgressFactory.SILENT).on(new Devices(processors(replicas), "processors")))
                .fit(
                        "Test",
                        head,
                        head.parametersByName(),
                        new Shape(1, FEATURES),
                        new FeatureBatches(features, labels, 12, new Order(true, 7)),
                        new FeatureBatches(features, labels, 12, Order.LISTED));
    }

    @Test
    void aHeadThatIsTrainedOnThreeLearnsWhatItLearnsOnOne() {
        Fitter.Fitted one = fit(1, 8);
        Fitter.Fitted three = fit(3, 8);
        for (int i = 0; i < one.steps().size(); i++) {
            assertThat(three.steps().get(i).loss()).isEqualTo(one.steps().get(i).loss(), within(1e-4));
        }
        one.weights()
                .forEach((name, tensor) -> assertThat(three.weights().get(name).toFloats())
                        .as(name)
                        .containsExactly(tensor.toFloats(), within(1e-3f)));
    }

    private static final String STAGED =
            DrawnData.STAGES.replace("fresh: layer2", "unfreeze: layer2").replace("ema: 0.5", "unfreezeEvery: 1");
    private static final String NETWORK = """
            name: network
            train: network
            labels: {negative: blue, positive: red}
            backbone: {blocks: [1], width: 4}
            head: {hidden: [], dropout: 0}
            input: {resize: 24, crop: 24}
            optimization: {learningRate: 0.01, epochs: 4, batch: 8}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"fresh stage", "staged unfreezing", "network"})
    void stagesAndNetworksLearnOnSeveralDevicesToo(String what, @TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        DrawnData.draw(data);
        Path backbone = folder.resolve("backbone.safetensors");
        DrawnData.writeBackbone(backbone, 8);
        String yaml = what.equals("fresh stage") ? DrawnData.STAGES : what.equals("network") ? NETWORK : STAGED;
        ExperimentConfiguration configuration =
                ConfigurationReader.read(Files.writeString(folder.resolve("a.yaml"), yaml));
        Trained trained = Training.of(new TrainingSetup(
                        configuration,
                        what.equals("network") ? null : backbone,
                        folder.resolve("cache"),
                        FitOptions.of(ProgressFactory.SILENT).on(new Devices(processors(2), "processors"))))
                .train(Experiment.dataset(configuration, data, ProgressFactory.SILENT));
        List<Fitter.Epoch> epochs = trained.fitted().epochs();
        assertThat(epochs.get(trained.fitted().best() - 1).validationAccuracy()).isGreaterThan(0.9);
        if (what.equals("staged unfreezing")) {
            // It joined after an epoch, when its replicas had been there for one.
            assertThat(trained.weights().get("layer2.0.conv2.weight").toFloats())
                    .isNotEqualTo(Safetensors.read(backbone)
                            .tensors()
                            .get("layer2.0.conv2.weight")
                            .toFloats());
        }
    }

    @Test
    void memoryStaysFlatWithReplicas() {
        fit(2, 100);
        long before = ResidentMemory.bytes();
        fit(2, 400);
        assertThat(ResidentMemory.bytes() - before).isLessThan(64L << 20);
    }
}
