package dev.carornot.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.training.evaluation.Curves.CoverageCurve;
import dev.carornot.training.evaluation.Curves.PrecisionRecallPoint;
import dev.carornot.training.evaluation.Curves.ReliabilityBin;
import dev.carornot.training.evaluation.Curves.RocPoint;
import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class CurvesTest {
    private static final Offset<Double> TINY = within(1e-12);

    /** Falling: positive, negative, then a tie of both, then negative. */
    private static final double[] PROBABILITY = {0.9, 0.8, 0.6, 0.6, 0.1};

    private static final boolean[] POSITIVE = {true, false, true, false, false};

    @Test
    void theRocHasAPointForEachProbability() {
        assertThat(Curves.roc(PROBABILITY, POSITIVE))
                .containsExactly(
                        new RocPoint(0, 0, Double.POSITIVE_INFINITY),
                        new RocPoint(0, 0.5, 0.9),
                        new RocPoint(1 / 3.0, 0.5, 0.8),
                        new RocPoint(2 / 3.0, 1, 0.6),
                        new RocPoint(1, 1, 0.1));
    }

    @Test
    void precisionAndRecallHaveAPointForEachProbability() {
        assertThat(Curves.precisionRecall(PROBABILITY, POSITIVE))
                .containsExactly(
                        new PrecisionRecallPoint(0.5, 1, 0.9),
                        new PrecisionRecallPoint(0.5, 0.5, 0.8),
                        new PrecisionRecallPoint(1, 0.5, 0.6),
                        new PrecisionRecallPoint(1, 0.4, 0.1));
        assertThat(Metrics.averagePrecision(PROBABILITY, POSITIVE)).isEqualTo(0.5 * 1 + 0.5 * 0.5, TINY);
    }

    @Test
    void reliabilitySetsTheShareOfPositivesAgainstTheMeanProbability() {
        assertThat(Curves.reliability(
                        new double[] {0.91, 0.99, 1, 0.3, 0}, new boolean[] {true, false, true, true, false}))
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
                .isEqualTo(List.of(
                        new ReliabilityBin(0, 0.1, 1, 0, 0, Metrics.wilson(0, 1)),
                        new ReliabilityBin(0.3, 0.4, 1, 0.3, 1, Metrics.wilson(1, 1)),
                        new ReliabilityBin(0.9, 1, 3, 2.9 / 3, 2 / 3.0, Metrics.wilson(2, 3))));
    }

    @Test
    void errorsFallWithCoverageWhereTheModelKnowsItsDoubts() {
        // By confidence: 0.9 right, 0.1 right, 0.8 wrong, then 0.6 right and 0.6 wrong.
        CoverageCurve curve = Curves.coverage(PROBABILITY, POSITIVE);
        assertThat(curve.error()).hasSize(5);
        assertThat(curve.errorAt(0.2)).isZero();
        assertThat(curve.errorAt(0.4)).isZero();
        assertThat(curve.errorAt(0.6)).isEqualTo(1 / 3.0, TINY);
        // Of the tie, half an error each.
        assertThat(curve.errorAt(0.8)).isEqualTo(1.5 / 4, TINY);
        assertThat(curve.errorAt(1)).isEqualTo(2 / 5.0, TINY);
        assertThat(curve.areaUnderCurve()).isEqualTo((1 / 3.0 + 1.5 / 4 + 2 / 5.0) / 5, TINY);
    }

    @Test
    void bandsHoldTheCurveAndStayWithinTheSquare() {
        Bootstrap bootstrap = new Bootstrap(POSITIVE);
        Bootstrap.Band roc = bootstrap.rocBand(PROBABILITY, POSITIVE);
        assertThat(roc.low()).hasSize(Bootstrap.BAND_STEPS + 1).allMatch(v -> v >= 0 && v <= 1);
        assertThat(roc.high().get(Bootstrap.BAND_STEPS)).isEqualTo(1);
        // With no false positive half of the positives are found; a replicate may find all or none.
        assertThat(roc.low().get(0)).isLessThanOrEqualTo(0.5);
        assertThat(roc.high().get(0)).isGreaterThanOrEqualTo(0.5);
        Bootstrap.Band precision = bootstrap.precisionRecallBand(PROBABILITY, POSITIVE);
        assertThat(precision.low().get(100)).isLessThanOrEqualTo(0.5);
        assertThat(precision.high().get(100)).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void theSamePhotographsGiveTheSameIntervalsAndTheyHoldTheFigure() {
        Bootstrap.Intervals once = new Bootstrap(POSITIVE).intervals(PROBABILITY, POSITIVE);
        assertThat(new Bootstrap(POSITIVE).intervals(PROBABILITY, POSITIVE)).isEqualTo(once);
        assertHolds(once.auroc(), Metrics.auroc(PROBABILITY, POSITIVE));
        assertHolds(once.averagePrecision(), Metrics.averagePrecision(PROBABILITY, POSITIVE));
        assertHolds(once.accuracy(), 0.6);
    }

    private static void assertHolds(Interval interval, double value) {
        assertThat(value).isBetween(interval.low(), interval.high());
        assertThat(interval.low()).isLessThan(interval.high());
    }
}
