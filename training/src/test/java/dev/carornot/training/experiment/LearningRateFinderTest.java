package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.training.experiment.LearningRateCurve.Point;
import dev.carornot.training.experiment.LearningRateCurve.Reading;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LearningRateFinderTest {
    private static final String LABELS = "labels: {negative: blue, positive: red}\n";
    private static final String HEAD = LABELS + """
            name: head
            train: head
            backbone: {variant: v1.5, blocks: [1, 1], width: 8}
            head: {hidden: [8], dropout: 0}
            input: {resize: 36, crop: 32}
            optimization: {epochs: 12, batch: 8, headLearningRate: 0.002, ema: 0.9, warmupEpochs: 2, earlyStopping: 1}
            """;
    private static final String NETWORK = LABELS + """
            name: network
            train: network
            backbone: {blocks: [1], width: 4}
            head: {hidden: [], dropout: 0}
            input: {resize: 24, crop: 24}
            optimization: {optimizer: adamw, weightDecay: 0.01, batch: 8}
            """;

    @TempDir
    private Path folder;

    private LearningRateCurve find(String yaml, boolean pretrained) throws IOException {
        Path data = folder.resolve("data");
        DrawnData.draw(data);
        // One label in seven is wrong: where every photograph is told apart, no rate is too high.
        List<String> lines = new ArrayList<>(List.of("path,label,split"));
        for (int i = 0; i < DrawnData.PHOTOGRAPHS; i++) {
            boolean red = i % 2 == 0;
            boolean wrong = i % 7 == 0;
            lines.add((red ? "red/" : "blue/") + i + ".jpg," + (red == wrong ? "blue" : "red") + ","
                    + (i < 90 ? "train" : "validation"));
        }
        Files.write(data.resolve("manifest.csv"), lines);
        Path backbone = null;
        if (pretrained) {
            backbone = folder.resolve("backbone.safetensors");
            DrawnData.writeBackbone(backbone, 8);
        }
        Path config = Files.writeString(folder.resolve("rates.yaml"), yaml);
        return LearningRateFinder.run(
                new TrainRequest(config, data, backbone, null, folder.resolve("cache"), false), ProgressFactory.SILENT);
    }

    private static String yaml(String scope) {
        return switch (scope) {
            case "head" -> HEAD;
            case "stages" -> DrawnData.STAGES;
            default -> NETWORK;
        };
    }

    /** Where the smoothed loss is back at so much of its fall, after its least; infinite where it never is. */
    private static double rise(LearningRateCurve curve, double share) {
        List<Point> points = curve.points();
        double start =
                points.stream().limit(10).mapToDouble(Point::loss).average().orElseThrow();
        double least = points.stream().mapToDouble(Point::smoothed).min().orElseThrow();
        return points.stream()
                .filter(point -> point.rate() > curve.reading().orElseThrow().bottom())
                .filter(point -> point.smoothed() > least + share * (start - least))
                .mapToDouble(Point::rate)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "stages", "network"})
    void theLossFallsThenRisesAndTheSuggestionLiesBetween(String scope) throws IOException {
        LearningRateCurve curve = find(yaml(scope), !scope.equals("network"));
        assertThat(curve.points()).hasSizeGreaterThan(50);
        assertThat(curve.points().get(0).rate()).isEqualTo(1e-6, within(1e-12));
        Reading reading = curve.reading().orElseThrow();
        assertThat(reading.begun()).isGreaterThan(1e-6).isLessThanOrEqualTo(reading.steepest());
        assertThat(reading.steepest()).isLessThanOrEqualTo(reading.bottom());
        assertThat(reading.suggested()).isBetween(reading.begun(), reading.bottom());
        assertThat(reading.bottom()).isLessThan(rise(curve, 0.5));
        assertThat(rise(curve, 0.5)).as("the rise of %s", scope).isLessThanOrEqualTo(RangeTest.HIGHEST);
        assertThat(curve.sentence()).startsWith("Try 'learningRate: 0.0");
    }

    @Test
    void nothingIsLeftButTheCache() throws IOException {
        find(HEAD, true);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "backbone.safetensors", "cache", "rates.yaml");
        }
    }

    @Test
    void theSameRunGivesTheSameCurve() throws IOException {
        assertThat(find(HEAD, true)).isEqualTo(find(HEAD, true));
    }

    @Test
    void aBackboneIsAskedForAsInTraining() {
        assertThatThrownBy(() -> find(HEAD, false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("name a file with --backbone");
    }

    @Test
    void theRangeIsNoScheduleOfAConfiguration() throws IOException {
        Path config =
                Files.writeString(folder.resolve("a.yaml"), NETWORK.replace("batch: 8", "batch: 8, schedule: range"));
        assertThatThrownBy(() -> ConfigurationReader.read(config))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("one of constant, cosine");
    }

    @Test
    void theRateRisesByTheSameFactorFromEndToEnd() {
        RangeTest test = new RangeTest(141);
        assertThat(test.rate(1)).isEqualTo(1e-6, within(1e-15));
        assertThat(test.rate(21)).isEqualTo(1e-5, within(1e-14));
        assertThat(test.rate(61)).isEqualTo(1e-3, within(1e-12));
        assertThat(test.rate(141)).isEqualTo(10, within(1e-9));
        assertThat(RangeTest.epochs(7)).isEqualTo(15);
        assertThat(RangeTest.epochs(100)).isEqualTo(1);
        assertThat(RangeTest.epochs(137)).isEqualTo(1);
    }

    @Test
    void theTestIsOverWhenTheLossIsLostOrNoNumber() {
        RangeTest noNumber = new RangeTest(100);
        noNumber.note(0.7);
        assertThat(noNumber.isOver()).isFalse();
        noNumber.note(Double.NaN);
        assertThat(noNumber.isOver()).isTrue();
        RangeTest lost = new RangeTest(100);
        int steps = 0;
        while (!lost.isOver()) {
            lost.note(steps < 50 ? 0.5 : 4);
            steps++;
        }
        // 2 is four times the least; the average reaches it in the sixth step after the jump: 4 - 3.5 x 0.9^6 = 2.14.
        assertThat(steps).isEqualTo(56);
        RangeTest small = new RangeTest(100);
        for (double loss : new double[] {0.7, 0.001, 0.5, 0.5, 0.5}) {
            small.note(loss);
        }
        assertThat(small.isOver())
                .as("worse than ever, but no worse than untrained")
                .isFalse();
    }

    private static LearningRateCurve drawn(DoubleUnaryOperator lossOfRate) {
        RangeTest test = new RangeTest(121);
        List<StepFigures> steps = new ArrayList<>();
        for (int i = 1; i <= 121; i++) {
            steps.add(new StepFigures(i, lossOfRate.applyAsDouble(test.rate(i)), 0.5));
        }
        return LearningRateCurve.of("drawn", steps, test);
    }

    @Test
    void aCurveIsReadWhereItBends() {
        // Flat to 1e-4, down to 0.1 at 1e-2, up again.
        LearningRateCurve curve = drawn(rate -> {
            double decade = Math.log10(rate);
            return decade < -4 ? 0.7 : decade < -2 ? 0.7 - 0.3 * (decade + 4) : 0.1 + 2 * (decade + 2);
        });
        Reading reading = curve.reading().orElseThrow();
        // The average lags by up to half a decade.
        assertThat(Math.log10(reading.begun())).isBetween(-4.0, -3.3);
        assertThat(Math.log10(reading.steepest())).isBetween(-3.5, -1.9);
        assertThat(Math.log10(reading.bottom())).isBetween(-2.1, -1.5);
        assertThat(reading.suggested()).isEqualTo(reading.bottom() / 10, within(1e-12));
    }

    @Test
    void aFallOfLessThanADecadeIsSuggestedFromItsBeginningOn() {
        LearningRateCurve curve = drawn(rate -> rate < 0.01 ? 0.7 : rate < 0.02 ? 0.1 : 5);
        Reading reading = curve.reading().orElseThrow();
        assertThat(reading.suggested()).isEqualTo(reading.begun()).isLessThanOrEqualTo(reading.bottom());
    }

    @Test
    void aLossThatNeverFallsSuggestsNothing() {
        LearningRateCurve curve = drawn(rate -> rate < 0.1 ? 0.7 : 3);
        assertThat(curve.reading()).isEmpty();
        assertThat(curve.sentence()).contains("never fell in 121 steps");
    }

    @Test
    void whatFollowsALossThatIsNoNumberIsCutOff() {
        LearningRateCurve curve = drawn(rate -> rate > 0.5 ? Double.NaN : 0.7 - Math.min(0.6, 10 * rate));
        assertThat(curve.points()).allMatch(point -> point.rate() <= 0.5).hasSizeGreaterThan(90);
        assertThat(curve.reading()).isPresent();
    }

    @Test
    void theAverageIsCorrectedForItsStart() {
        SmoothedLoss smoothed = new SmoothedLoss();
        assertThat(smoothed.next(2)).isEqualTo(2, within(1e-12));
        // (0.9 x 0.1 x 2 + 0.1 x 1) / (1 - 0.9^2)
        assertThat(smoothed.next(1)).isEqualTo(0.28 / 0.19, within(1e-12));
    }
}
