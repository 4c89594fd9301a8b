package dev.carornot.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.artifact.Decision;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class DecisionRuleTest {
    private static final Offset<Double> TINY = within(1e-12);

    /** Ten photographs: of the positive ones one lies below 0, of the negative ones one above. */
    private static final LabelledLogits TEN = new LabelledLogits(
            new double[] {-5, -4, -3, -2, -1, 0.5, 1.5, 2.5, 3.5, 4.5},
            new boolean[] {false, false, false, true, false, false, true, true, true, true});

    private static DecisionRule coverage(double share) {
        return new DecisionRule(false, null, null, null, null, share, null, null, null);
    }

    private static DecisionRule precision(Double precision, Double recall) {
        return new DecisionRule(false, null, null, null, null, null, precision, recall, null);
    }

    private static DecisionRule costs(double falsePositive, double falseNegative, Double uncertain) {
        return new DecisionRule(
                false, null, null, null, null, null, null, null, new Costs(falsePositive, falseNegative, uncertain));
    }

    private static Calibrated on(LabelledLogits logits, DecisionRule rule) {
        return Calibrated.of(rule, logits, "validation");
    }

    private static void assertLogits(Calibrated calibrated, double lower, double upper) {
        Decision decision = calibrated.decision();
        assertThat(decision.lower()).isEqualTo(LabelledLogits.sigmoid(lower), TINY);
        assertThat(decision.upper()).isEqualTo(LabelledLogits.sigmoid(upper), TINY);
        assertThat(calibrated.shortfall()).isNull();
    }

    @Test
    void coverageLeavesTheNearestUndecided() {
        Calibrated calibrated = on(TEN, coverage(0.8));
        // 0.5 and -1 are nearest; 1.5 comes next.
        assertLogits(calibrated, -1.25, 1.25);
        assertThat(calibrated.uncertain()).isEqualTo(2);
        assertThat(calibrated.decidedErrors()).isEqualTo(1);
    }

    @Test
    void coverageIsNeverLessThanStated() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            int count = 1 + random.nextInt(40);
            double[] logits = new double[count];
            boolean[] positive = new boolean[count];
            for (int i = 0; i < count; i++) {
                // Few different values, so that there are ties.
                logits[i] = random.nextInt(-6, 7) / 2.0;
                positive[i] = random.nextBoolean();
            }
            double share = 0.05 + 0.95 * random.nextDouble();
            Calibrated calibrated = on(new LabelledLogits(logits, positive), coverage(share));
            assertThat((double) (count - calibrated.uncertain()) / count).isGreaterThanOrEqualTo(share - 1e-9);
        }
    }

    @Test
    void fullCoverageDecidesEveryPhotograph() {
        Calibrated calibrated = on(TEN, coverage(1));
        assertLogits(calibrated, 0, 0);
        assertThat(calibrated.uncertain()).isZero();
        assertThat(calibrated.decidedErrors()).isEqualTo(2);
    }

    @Test
    void precisionMovesEachThresholdNoFartherThanItMust() {
        // Without 0.5, all called positive are; without -1 and -2, all called negative are not.
        assertLogits(on(TEN, precision(1.0, null)), -2.5, 1);
        // Five of six and four of five are more than three quarters: nothing has to move.
        assertLogits(on(TEN, precision(0.75, null)), 0, 0);
    }

    @Test
    void recallKeepsPositivesFromBeingCalledNegative() {
        assertLogits(on(TEN, precision(null, 1.0)), -2.5, 0);
        assertLogits(on(TEN, precision(null, 0.8)), 0, 0);
        assertLogits(on(TEN, precision(0.75, 1.0)), -2.5, 0);
    }

    @Test
    void whatWasAskedForHoldsOnThePhotographsThatItWasFoundOn() {
        SplittableRandom random = new SplittableRandom(6);
        int kept = 0;
        for (int round = 0; round < 300; round++) {
            double[] logits = new double[200];
            boolean[] positive = new boolean[200];
            for (int i = 0; i < 200; i++) {
                logits[i] = Math.round(100 * (random.nextDouble() - 0.5)) / 10.0;
                positive[i] = random.nextDouble() < LabelledLogits.sigmoid(logits[i]);
            }
            Calibrated calibrated = on(new LabelledLogits(logits, positive), precision(0.9, 0.95));
            if (calibrated.shortfall() != null) {
                continue;
            }
            kept++;
            int[] called = new int[2];
            int[] right = new int[2];
            int positives = 0;
            int lost = 0;
            for (int i = 0; i < 200; i++) {
                double probability = LabelledLogits.sigmoid(logits[i]);
                positives += positive[i] ? 1 : 0;
                if (probability >= calibrated.decision().upper()) {
                    called[1]++;
                    right[1] += positive[i] ? 1 : 0;
                } else if (probability < calibrated.decision().lower()) {
                    called[0]++;
                    right[0] += positive[i] ? 0 : 1;
                    lost += positive[i] ? 1 : 0;
                }
            }
            assertThat((double) right[1] / called[1]).isGreaterThanOrEqualTo(0.9);
            assertThat((double) right[0] / called[0]).isGreaterThanOrEqualTo(0.9);
            assertThat(1 - (double) lost / positives).isGreaterThanOrEqualTo(0.95);
        }
        assertThat(kept).isGreaterThan(100);
    }

    @Test
    void aPrecisionOutOfReachIsSaidWithTheBestThereIs() {
        LabelledLogits upsideDown =
                new LabelledLogits(new double[] {1, 2, 3, -1}, new boolean[] {true, true, false, false});
        Calibrated calibrated = on(upsideDown, precision(0.9, null));
        assertThat(calibrated.shortfall())
                .isEqualTo(
                        "No threshold makes 90.00 % of the positive answers right on these photographs; the best reaches"
                                + " 66.67 %.");
        assertThat(calibrated.decision()).isEqualTo(new Decision(1, 0.5, 0.5));
    }

    @Test
    void costsAreWeighedByChowsRule() {
        Decision decision = on(TEN, costs(5, 1, 0.5)).decision();
        assertThat(decision.lower()).isEqualTo(0.5, TINY);
        assertThat(decision.upper()).isEqualTo(0.9, TINY);
    }

    @Test
    void whereDoubtCostsTooMuchThereIsNone() {
        Decision dear = on(TEN, costs(5, 1, 0.9)).decision();
        assertThat(dear.lower()).isEqualTo(5 / 6.0, TINY).isEqualTo(dear.upper());
        Decision never = on(TEN, costs(1, 3, null)).decision();
        assertThat(never.lower()).isEqualTo(0.25, TINY).isEqualTo(never.upper());
    }

    @Test
    void noOtherThresholdsCostLessThanChows() {
        Costs costs = new Costs(4, 2, 0.5);
        Decision chow = on(TEN, costs(4, 2, 0.5)).decision();
        for (double p = 0.005; p < 1; p += 0.01) {
            double positive = (1 - p) * costs.falsePositive();
            double negative = p * costs.falseNegative();
            double chosen = p >= chow.upper() ? positive : p < chow.lower() ? negative : costs.uncertain();
            assertThat(chosen).isLessThanOrEqualTo(Math.min(costs.uncertain(), Math.min(positive, negative)) + 1e-12);
        }
    }

    @Test
    void aRuleFitsTheTemperatureUnlessItIsTold() {
        LabelledLogits overconfident =
                new LabelledLogits(new double[] {2, 2, -2, -2}, new boolean[] {true, true, false, true});
        Calibrated fitted = on(
                overconfident, new DecisionRule(null, null, null, null, null, null, null, null, new Costs(1, 1, 0.2)));
        assertThat(fitted.decision().temperature()).isEqualTo(2 / Math.log(3), TINY);
        assertThat(fitted.after().logLoss()).isLessThan(fitted.before().logLoss());
        assertThat(fitted.after().ece()).isEqualTo(0, within(1e-9));
        assertThat(fitted.before().ece()).isEqualTo(LabelledLogits.sigmoid(2) - 0.75, TINY);
        Calibrated told = on(overconfident, new DecisionRule(null, 3.0, null, null, null, 0.9, null, null, null));
        assertThat(told.decision().temperature()).isEqualTo(3);
    }

    @Test
    void theFittedTemperatureIsMultipliedWhereOtherSourcesAreToCome() {
        LabelledLogits overconfident =
                new LabelledLogits(new double[] {2, 2, -2, -2}, new boolean[] {true, true, false, true});
        DecisionRule wary = new DecisionRule(true, null, 1.5, null, null, 0.5, null, null, null);
        Calibrated calibrated = on(overconfident, wary);
        assertThat(calibrated.decision().temperature()).isEqualTo(1.5 * 2 / Math.log(3), TINY);
        assertThat(new JsonMapper().valueToTree(wary).toString())
                .isEqualTo("{\"calibrate\":true,\"temperatureFactor\":1.5,\"coverage\":0.5}");
    }

    @Test
    void photographsWithoutAnErrorLeaveTheTemperatureAndSaySo() {
        LabelledLogits separated = new LabelledLogits(new double[] {3, -2}, new boolean[] {true, false});
        Calibrated calibrated = on(separated, new DecisionRule(true, null, null, null, null, null, null, null, null));
        assertThat(calibrated.decision()).isEqualTo(new Decision(1, 0.5, 0.5));
        assertThat(calibrated.remark()).startsWith("The temperature is not fitted");
        assertThat(calibrated.toString()).contains(calibrated.remark(), "2 photographs of 'validation'");
    }

    @Test
    void onlyWhatHasToBeFoundNeedsPhotographs() {
        assertThat(DecisionRule.of(new Decision(1.5, 0.2, 0.8)).needsPhotographs())
                .isFalse();
        assertThat(DecisionRule.of(new Decision(1.5, 0.2, 0.8)).stated()).isEqualTo(new Decision(1.5, 0.2, 0.8));
        assertThat(new DecisionRule(true, null, null, 0.2, 0.8, null, null, null, null).needsPhotographs())
                .isTrue();
        assertThat(coverage(0.9).needsPhotographs()).isTrue();
    }

    @Test
    void theRecordOfARuleHoldsWhatWasStatedAndNoMore() {
        assertThat(new JsonMapper().valueToTree(coverage(0.9)).toString())
                .isEqualTo("{\"calibrate\":false,\"coverage\":0.9}");
    }

    @Test
    void contradictionsAreRefused() {
        assertThatThrownBy(() -> new DecisionRule(null, null, null, 0.2, 0.8, 0.9, null, null, null))
                .hasMessageContaining("not several");
        assertThatThrownBy(() -> new DecisionRule(null, null, null, 0.2, null, null, null, null, null))
                .hasMessageContaining("both 'lower' and 'upper'");
        assertThatThrownBy(() -> new DecisionRule(true, 2.0, null, null, null, null, null, null, null))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> new DecisionRule(null, 2.0, 1.5, null, null, null, null, null, null))
                .hasMessageContaining("needs 'calibrate: true'");
        assertThatThrownBy(() -> new DecisionRule(true, null, 0.5, null, null, null, null, null, null))
                .hasMessageContaining("'temperatureFactor' is 1 to 10, not 0.5");
        assertThatThrownBy(() -> coverage(0)).hasMessageContaining("'coverage'");
        assertThatThrownBy(() -> new Costs(0, 1, null)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Costs(1, 1, Double.NaN)).hasMessageContaining("NaN");
    }
}
