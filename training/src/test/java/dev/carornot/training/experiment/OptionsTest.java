package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts that fine-tuning is made of, each against its formula. */
class OptionsTest {
    private static final float[] START = {1, -2, 3};

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalStepsAreTheOnesOfDjlsOwnOptimizer(boolean decoupled) {
        Tracker rate = Tracker.fixed(0.1f);
        Optimizer theirs = decoupled
                ? Optimizer.adamW()
                        .optLearningRateTracker(rate)
                        .optWeightDecays(0.01f)
                        .build()
                : Optimizer.adam().optLearningRateTracker(rate).build();
        Parameter ours = parameter(START);
        NDArray reference = manager.create(START);
        AdamOptimizer optimizer = new AdamOptimizer(Map.of("w", ours), decoupled, decoupled ? 0.01 : 0, manager);
        // DJL's powers of the betas are those of 32-bit floats, which is what the tolerance is for.
        for (int step = 1; step <= 5; step++) {
            float scale = step;
            gradient(ours, scale);
            theirs.update("w", reference, ours.getArray().getGradient());
            optimizer.step(name -> 0.1);
            assertThat(ours.getArray().toFloatArray()).containsExactly(reference.toFloatArray(), within(1e-5f));
        }
        assertThat(ours.getArray().toFloatArray()[0]).isNotCloseTo(START[0], within(0.1f));
    }

    @Test
    void anOptimizerThatGoesOnFromItsStateMovesAsIfItHadNeverStopped() {
        Parameter whole = parameter(START);
        Parameter resumed = parameter(START);
        AdamOptimizer one = new AdamOptimizer(Map.of("w", whole), true, 0.01, manager);
        AdamOptimizer first = new AdamOptimizer(Map.of("w", resumed), true, 0.01, manager);
        for (int step = 1; step <= 3; step++) {
            gradient(whole, step);
            one.step(name -> 0.1);
            gradient(resumed, step);
            first.step(name -> 0.1);
        }
        AdamOptimizer second = new AdamOptimizer(Map.of("w", resumed), true, 0.01, manager);
        second.restore(first.state(), first.steps());
        gradient(whole, 4);
        one.step(name -> 0.1);
        gradient(resumed, 4);
        second.step(name -> 0.1);
        assertThat(resumed.getArray().toFloatArray()).isEqualTo(whole.getArray().toFloatArray());
    }

    @Test
    void theGradientsNormIsMeasuredAndScaled() {
        Parameter parameter = parameter(START);
        AdamOptimizer optimizer = new AdamOptimizer(Map.of("w", parameter), true, 0, manager);
        gradient(parameter, 1);
        // The gradient of the sum of squares is 2 w.
        assertThat(optimizer.gradientNorm()).isCloseTo(2 * Math.sqrt(14), within(1e-5));
        optimizer.scaleGradients(0.5 / optimizer.gradientNorm());
        assertThat(optimizer.gradientNorm()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void theAverageFollowsItsFormulaAndTheNetworkKeepsItsOwnWeights() {
        Parameter parameter = parameter(new float[] {1});
        WeightAverage average = new WeightAverage(Map.of("w", parameter), 0.9, manager);
        double expected = 1;
        for (int step = 1; step <= 200; step++) {
            parameter.getArray().set(new float[] {step});
            average.update(step);
            double decay = Math.min(0.9, (1.0 + step) / (10 + step));
            expected = decay * expected + (1 - decay) * step;
        }
        float[] seen = new float[1];
        average.during(() -> seen[0] = parameter.getArray().toFloatArray()[0]);
        assertThat((double) seen[0]).isCloseTo(expected, within(1e-3));
        assertThat(parameter.getArray().toFloatArray()).containsExactly(200);
    }

    @Test
    void mixupMixesInputsAndLabelsByTheSameShareAndRepeatably() {
        NDArray inputs = manager.create(new float[] {1, 10, 2, 20, 3, 30}, new Shape(3, 2));
        float[] labels = {0, 1, 1};
        Mixing mixing = new Mixing(0.8, 0, 1);
        Mixing.Mixed mixed = mixing.mix(inputs, labels, 2, 3);
        double kept = 1 - mixed.labels()[0];
        assertThat(kept).isBetween(0.5, 1.0);
        assertThat(mixed.labels()[2]).isCloseTo((float) kept, within(1e-6f));
        assertThat(mixed.labels()[1]).isEqualTo(1);
        assertThat(mixed.inputs().toFloatArray()[0]).isCloseTo((float) (kept * 1 + (1 - kept) * 3), within(1e-5f));
        assertThat(mixed.inputs().toFloatArray()[3]).isEqualTo(20);
        assertThat(mixing.mix(inputs, labels, 2, 3).inputs().toFloatArray())
                .isEqualTo(mixed.inputs().toFloatArray());
        assertThat(mixing.mix(inputs, labels, 2, 4).inputs().toFloatArray())
                .isNotEqualTo(mixed.inputs().toFloatArray());
    }

    @Test
    void cutMixTakesWholePositionsFromTheOtherAndTheirShareOfItsLabel() {
        int side = 6;
        float[] values = new float[2 * side * side];
        Arrays.fill(values, side * side, values.length, 1);
        NDArray inputs = manager.create(values, new Shape(2, 1, side, side));
        for (int number = 0; number < 20; number++) {
            Mixing.Mixed mixed = new Mixing(0, 1, 5).mix(inputs, new float[] {0, 1}, 1, number);
            float[] seen = mixed.inputs().toFloatArray();
            float foreign = 0;
            for (int i = 0; i < side * side; i++) {
                assertThat(seen[i]).isIn(0f, 1f);
                assertThat(seen[i] + seen[i + side * side]).isEqualTo(1);
                foreign += seen[i];
            }
            assertThat(mixed.labels()[0]).isCloseTo(foreign / (side * side), within(1e-6f));
        }
    }

    @Test
    void theBetaDistributionsDrawsHaveItsMeanAndVariance() {
        for (double alpha : new double[] {0.2, 1}) {
            SplittableRandom random = new SplittableRandom(1);
            double sum = 0;
            double squares = 0;
            int draws = 20_000;
            for (int i = 0; i < draws; i++) {
                double draw = Mixing.beta(alpha, random) - 0.5;
                sum += draw;
                squares += draw * draw;
            }
            assertThat(sum / draws).isCloseTo(0, within(0.02));
            assertThat(squares / draws).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.01));
        }
    }

    @Test
    void ratesWarmUpFallAndDifferByStage() {
        Optimization optimization = new Optimization(
                null, 0.1, Optimization.Schedule.COSINE, 1, 0, 0, 3, 8, 0.5, 0.5, null, 0, 0, 0, 0, 0, 0, null);
        List<String> names =
                List.of("conv1.weight", "layer1.0.conv1.weight", "layer2.0.conv1.weight", "head.output.bias");
        LearningRates rates = new LearningRates(optimization, 10, names, Optional.empty());
        assertThat(rates.at("layer2.0.conv1.weight", 5)).isCloseTo(0.05, within(1e-12));
        assertThat(rates.at("layer2.0.conv1.weight", 10)).isCloseTo(0.1, within(1e-12));
        assertThat(rates.at("layer2.0.conv1.weight", 20)).isCloseTo(0.05, within(1e-12));
        assertThat(rates.at("layer1.0.conv1.weight", 10)).isCloseTo(0.05, within(1e-12));
        assertThat(rates.at("conv1.weight", 10)).isCloseTo(0.025, within(1e-12));
        assertThat(rates.at("head.output.bias", 10)).isCloseTo(0.5, within(1e-12));
        assertThat(rates.at("head.output.bias", 30)).isCloseTo(0, within(1e-12));
    }

    @Test
    void tensorsOfAnotherShapeAreNotSet() {
        NDArray array = manager.zeros(new Shape(2));
        assertThatThrownBy(() -> Tensors.set(array, Tensor.of(new float[3], new Shape(3))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Parameter parameter(float[] values) {
        Parameter parameter =
                Parameter.builder().setName("w").setType(Parameter.Type.WEIGHT).build();
        parameter.setArray(manager.create(values));
        parameter.getArray().setRequiresGradient(true);
        return parameter;
    }

    /** Of {@code scale} times the sum of squares; what was there before is gone. */
    private static void gradient(Parameter parameter, float scale) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(parameter.getArray().square().sum().mul(scale));
        }
    }
}
