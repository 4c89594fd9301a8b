package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.network.Head;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.experiment.ExperimentConfiguration.Optimization;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitterTest {
    private static final int FEATURES = 8;

    @Test
    void aHeadLearnsWhatASumTells() {
        Fitter.Fitted fitted = fit(adam(0.01, 15), 1);
        Fitter.Epoch best = fitted.epochs().get(fitted.best() - 1);
        assertThat(fitted.epochs()).hasSize(15);
        assertThat(best.validationAccuracy()).isGreaterThan(0.95);
        assertThat(best.validationLoss())
                .isEqualTo(fitted.epochs().stream()
                        .mapToDouble(Fitter.Epoch::validationLoss)
                        .min()
                        .orElseThrow());
    }

    @Test
    void twoRunsGiveTheSameWeightsBitForBitAndAnotherSeedOthers() {
        Map<String, Tensor> first = fit(adam(0.01, 4), 1).weights();
        Map<String, Tensor> second = fit(adam(0.01, 4), 1).weights();
        Map<String, Tensor> other = fit(adam(0.01, 4), 2).weights();
        assertThat(first.keySet())
                .containsExactlyElementsOf(new Head(HeadConfiguration.WRITE_UP, FEATURES)
                        .parametersByName()
                        .keySet());
        first.forEach((name, tensor) -> assertThat(tensor.toFloats())
                .as(name)
                .isEqualTo(second.get(name).toFloats()));
        assertThat(first.get("head.output.weight").toFloats())
                .isNotEqualTo(other.get("head.output.weight").toFloats());
    }

    @Test
    void everyStepHasItsFigures() {
        Fitter.Fitted fitted = fit(adam(0.01, 3), 1);
        // 512 examples in batches of 16.
        assertThat(fitted.steps()).hasSize(96);
        assertThat(fitted.steps())
                .extracting(StepFigures::step)
                .startsWith(1, 2)
                .endsWith(96);
        for (Fitter.Epoch epoch : fitted.epochs()) {
            List<StepFigures> own = fitted.steps().subList(32 * (epoch.epoch() - 1), 32 * epoch.epoch());
            assertThat(own.stream().mapToDouble(StepFigures::loss).average())
                    .hasValueCloseTo(epoch.trainingLoss(), within(1e-9));
            assertThat(own.stream().mapToDouble(StepFigures::accuracy).average())
                    .hasValueCloseTo(epoch.trainingAccuracy(), within(1e-9));
        }
        assertThat(fitted.looks()).extracting(StepFigures::step).containsExactly(32, 64, 96);
    }

    @Test
    void looksWithinAnEpochChangeNoWeight() {
        Fitter.Fitted often = fit(adam(0.01, 2), 1, 5);
        Fitter.Fitted seldom = fit(adam(0.01, 2), 1);
        assertThat(often.looks()).extracting(StepFigures::step).containsExactly(7, 13, 20, 26, 32, 39, 45, 52, 58, 64);
        assertThat(often.looks().get(4)).isEqualTo(seldom.looks().get(0));
        seldom.weights()
                .forEach((name, tensor) -> assertThat(tensor.toFloats())
                        .as(name)
                        .isEqualTo(often.weights().get(name).toFloats()));
    }

    @Test
    void thinnedFiguresAreMeansOfEqualWindows() {
        List<StepFigures> steps = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            steps.add(new StepFigures(i, i, i % 2));
        }
        assertThat(StepFigures.thinned(steps, 7)).isEqualTo(steps);
        assertThat(StepFigures.thinned(steps, 4))
                .containsExactly(
                        new StepFigures(2, 1.5, 0.5),
                        new StepFigures(4, 3.5, 0.5),
                        new StepFigures(6, 5.5, 0.5),
                        new StepFigures(7, 7, 1));
    }

    @Test
    void aCosineEndsGentlierThanAConstantRate() {
        Optimization cosine = new Optimization(
                Optimization.Optimizer.ADAMW, 0.01, Optimization.Schedule.COSINE, 1, 0.01, 0.05, 6, 16);
        assertThat(fit(cosine, 1).epochs()).hasSize(6);
        // After the last step of a cosine the rate is 0: nothing has moved since the step before.
        List<Fitter.Epoch> epochs = fit(cosine, 1).epochs();
        double lastMove =
                Math.abs(epochs.get(5).validationLoss() - epochs.get(4).validationLoss());
        double firstMove =
                Math.abs(epochs.get(1).validationLoss() - epochs.get(0).validationLoss());
        assertThat(lastMove).isLessThan(firstMove);
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunWithAdvice() {
        List<float[]> features = new ArrayList<>(features(64, 1));
        features.set(3, new float[] {Float.NaN, 0, 0, 0, 0, 0, 0, 0});
        Batches broken = new FeatureBatches(features, labels(features), 16, new Order(true, 1));
        Head head = new Head(HeadConfiguration.WRITE_UP, FEATURES);
        assertThatThrownBy(() -> new Fitter(adam(0.01, 2), 1, FitOptions.of(ProgressFactory.SILENT))
                        .fit("Test", head, head.parametersByName(), new Shape(1, FEATURES), broken, broken))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("epoch 1")
                .hasMessageContaining("learningRate");
    }

    @Test
    void anInterruptedFitThatGoesOnEndsAtTheWeightsOfAnUninterruptedOne(@TempDir Path folder) {
        Optimization all = new Optimization(
                Optimization.Optimizer.ADAMW,
                0.01,
                Optimization.Schedule.COSINE,
                1,
                0.01,
                0.05,
                5,
                16,
                0.02,
                0.5,
                Optimization.ClassWeights.BALANCED,
                1,
                0.9,
                0,
                0.4,
                0,
                0,
                null);
        Fitter.Fitted whole = fit(all, 1);
        Checkpoint checkpoint = new Checkpoint(folder.resolve("run.checkpoint"), "this run");
        assertThatThrownBy(
                        () -> fit(all, 1, FitOptions.of(stopAfter("epoch 3/")).goingOnFrom(checkpoint)))
                .hasMessage("interrupted");
        List<String> details = new ArrayList<>();
        Fitter.Fitted resumed = fit(all, 1, FitOptions.of(noting(details)).goingOnFrom(checkpoint));
        assertThat(details).hasSize(2).first().asString().startsWith("epoch 4/5");
        assertThat(resumed.best()).isEqualTo(whole.best());
        // The figures of the steps before the interruption are there as if it had not been.
        assertThat(resumed.steps()).isEqualTo(whole.steps());
        assertThat(resumed.looks()).isEqualTo(whole.looks());
        assertThat(resumed.epochs().stream().map(Fitter.Epoch::validationLoss))
                .isEqualTo(whole.epochs().stream()
                        .map(Fitter.Epoch::validationLoss)
                        .toList());
        whole.weights()
                .forEach(
                        (name, tensor) -> assertThat(resumed.weights().get(name).toFloats())
                                .as(name)
                                .isEqualTo(tensor.toFloats()));
        // What belongs to another run is not taken up.
        details.clear();
        Checkpoint other = new Checkpoint(folder.resolve("run.checkpoint"), "another run");
        fit(all, 1, FitOptions.of(noting(details)).goingOnFrom(other));
        assertThat(details).hasSize(5);
    }

    @Test
    void epochsTakeTurnsWithTheCopies() {
        List<List<float[]>> copies = List.of(features(8, 1), features(8, 2), features(8, 3));
        Batches batches = new AlternatingBatches(copies.stream()
                .map(copy -> new FeatureBatches(copy, new float[8], 8, Order.LISTED))
                .toList());
        List<float[]> seen = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                batches.forEach(
                        epoch,
                        batch -> seen.add(batch.inputs().apply(manager).get(0).toFloatArray()));
            }
        }
        assertThat(batches.size()).isEqualTo(8);
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        copies.get(0).get(0),
                        copies.get(1).get(0),
                        copies.get(2).get(0));
    }

    @Test
    void aDamagedCheckpointIsLeftAside(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.checkpoint");
        Files.writeString(file, "torn");
        assertThat(new Checkpoint(file, "this run").read()).isEmpty();
    }

    @Test
    void trainingEndsWhenValidationHasNotGotBetterForSoManyEpochs() {
        Optimization optimization =
                new Optimization(null, 0.5, null, 0, 0, 0, 200, 16, 0, 0, null, 0, 0, 3, 0, 0, 0, null);
        Fitter.Fitted fitted = fit(optimization, 1);
        assertThat(fitted.epochs()).hasSize(fitted.best() + 3).hasSizeLessThan(200);
    }

    @Test
    void balancedClassWeightsMakeTheRarerClassCountAsMuch() {
        // Features that tell nothing: all that can be learnt is how often a label comes.
        assertThat(bias(Optimization.ClassWeights.NONE)).isCloseTo((float) Math.log(1 / 7.0), within(0.2f));
        assertThat(bias(Optimization.ClassWeights.BALANCED)).isCloseTo(0, within(0.2f));
    }

    private static float bias(Optimization.ClassWeights classWeights) {
        List<float[]> nothing = new ArrayList<>();
        float[] labels = new float[160];
        for (int i = 0; i < labels.length; i++) {
            nothing.add(new float[FEATURES]);
            labels[i] = i % 8 == 0 ? 1 : 0;
        }
        // Validated on photographs that are as many of each where both classes weigh the same.
        float[] wanted = labels.clone();
        if (classWeights == Optimization.ClassWeights.BALANCED) {
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = i % 2;
            }
        }
        Head head = new Head(new HeadConfiguration(List.of(), 0), FEATURES);
        Optimization optimization = new Optimization(
                null, 0.05, Optimization.Schedule.COSINE, 0, 0, 0, 30, 160, 0, 0, classWeights, 0, 0, 0, 0, 0, 0, null);
        return new Fitter(optimization, 1, FitOptions.of(ProgressFactory.SILENT))
                .fit(
                        "Test",
                        head,
                        head.parametersByName(),
                        new Shape(1, FEATURES),
                        new FeatureBatches(nothing, labels, 16, new Order(true, 1)),
                        new FeatureBatches(nothing, wanted, 16, Order.LISTED))
                .weights()
                .get("head.output.bias")
                .toFloats()[0];
    }

    private static ProgressFactory noting(List<String> details) {
        return (task, unit, total) -> new Progress() {
            @Override
            public void advance(long units) {}

            @Override
            public void detail(String text) {
                details.add(text);
            }

            @Override
            public void close() {}
        };
    }

    private static ProgressFactory stopAfter(String epoch) {
        return (task, unit, total) -> new Progress() {
            @Override
            public void advance(long units) {}

            @Override
            public void detail(String text) {
                if (text.startsWith(epoch)) {
                    throw new IllegalStateException("interrupted");
                }
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void memoryStaysFlatOverThousandsOfSteps() {
        long allowed = 64L << 20;
        fit(adam(0.001, 20), 1);
        long before = ResidentMemory.bytes();
        // 320 steps an epoch.
        fit(adam(0.001, 60), 1);
        assertThat(ResidentMemory.bytes() - before).isLessThan(allowed);
    }

    private static Optimization adam(double learningRate, int epochs) {
        return new Optimization(
                Optimization.Optimizer.ADAM, learningRate, Optimization.Schedule.CONSTANT, 0, 0, 0, epochs, 16);
    }

    private static Fitter.Fitted fit(Optimization optimization, long seed) {
        return fit(optimization, seed, FitOptions.of(ProgressFactory.SILENT));
    }

    private static Fitter.Fitted fit(Optimization optimization, long seed, int looks) {
        return fit(optimization, seed, FitOptions.of(ProgressFactory.SILENT).looking(looks));
    }

    private static Fitter.Fitted fit(Optimization optimization, long seed, FitOptions options) {
        Head head = new Head(HeadConfiguration.WRITE_UP, FEATURES);
        List<float[]> training = features(512, 1);
        List<float[]> validation = features(200, 2);
        return new Fitter(optimization, seed, options)
                .fit(
                        "Test",
                        head,
                        head.parametersByName(),
                        new Shape(1, FEATURES),
                        new FeatureBatches(training, labels(training), optimization.batch(), new Order(true, seed)),
                        new FeatureBatches(validation, labels(validation), optimization.batch(), Order.LISTED));
    }

    private static List<float[]> features(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> features = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[FEATURES];
            for (int j = 0; j < FEATURES; j++) {
                vector[j] = (float) (2 * random.nextDouble() - 1);
            }
            features.add(vector);
        }
        return features;
    }

    /** 1 where the first four numbers sum to more than the last four. */
    private static float[] labels(List<float[]> features) {
        float[] labels = new float[features.size()];
        for (int i = 0; i < labels.length; i++) {
            float[] v = features.get(i);
            labels[i] = v[0] + v[1] + v[2] + v[3] > v[4] + v[5] + v[6] + v[7] ? 1 : 0;
        }
        return labels;
    }
}
