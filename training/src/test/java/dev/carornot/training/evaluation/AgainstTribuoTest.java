package dev.carornot.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelConfusionMatrix;
import org.tribuo.classification.evaluation.LabelEvaluationUtil;
import org.tribuo.impl.ArrayExample;

/** Figures against those of another library on the same, drawn, photographs. */
final class AgainstTribuoTest {
    private static final Offset<Double> TINY = within(1e-12);
    private static final int ROUNDS = 100;

    private final SplittableRandom random = new SplittableRandom(9);
    private double[] probability;
    private boolean[] positive;

    /** Between 2 and 120 photographs of both classes; in every second round with many ties. */
    private void draw(int round) {
        int count = 2 + random.nextInt(119);
        probability = new double[count];
        positive = new boolean[count];
        for (int i = 0; i < count; i++) {
            positive[i] = i == 0 || (i > 1 && random.nextDouble() < 0.4);
            double value = 0.7 * random.nextDouble() + (positive[i] ? 0.3 : 0);
            probability[i] = round % 2 == 0 ? Math.round(20 * value) / 20.0 : value;
        }
    }

    @Test
    void aurocAgrees() {
        for (int round = 0; round < ROUNDS; round++) {
            draw(round);
            assertThat(Metrics.auroc(probability, positive))
                    .isEqualTo(LabelEvaluationUtil.binaryAUCROC(positive, probability), TINY);
        }
    }

    @Test
    void averagePrecisionAgrees() {
        for (int round = 0; round < ROUNDS; round++) {
            draw(round);
            assertThat(Metrics.averagePrecision(probability, positive))
                    .isEqualTo(LabelEvaluationUtil.averagedPrecision(positive, probability), TINY);
        }
    }

    @Test
    void theRocCurveAgrees() {
        for (int round = 0; round < ROUNDS; round++) {
            draw(round);
            LabelEvaluationUtil.ROC theirs = LabelEvaluationUtil.generateROCCurve(positive, probability);
            List<Curves.RocPoint> ours = Curves.roc(probability, positive);
            for (Curves.RocPoint point : ours) {
                boolean found = false;
                for (int i = 0; i < theirs.fpr.length; i++) {
                    found |= Math.abs(theirs.fpr[i] - point.falsePositiveRate()) < 1e-12
                            && Math.abs(theirs.tpr[i] - point.truePositiveRate()) < 1e-12;
                }
                assertThat(found).as("%s", point).isTrue();
            }
        }
    }

    @Test
    void theConfusionAgrees() {
        Label car = new Label("car");
        MutableOutputInfo<Label> labels = new LabelFactory().generateInfo();
        labels.observe(car);
        labels.observe(new Label("not_car"));
        for (int round = 0; round < ROUNDS; round++) {
            draw(round);
            List<Prediction<Label>> predictions = new ArrayList<>();
            for (int i = 0; i < probability.length; i++) {
                Label truth = new Label(positive[i] ? "car" : "not_car");
                Label said = new Label(probability[i] >= Metrics.THRESHOLD ? "car" : "not_car");
                predictions.add(
                        new Prediction<>(said, 1, new ArrayExample<>(truth, new String[] {"pixel"}, new double[] {1})));
            }
            LabelConfusionMatrix theirs = new LabelConfusionMatrix(labels.generateImmutableOutputInfo(), predictions);
            Metrics.Confusion ours = Metrics.confusion(probability, positive);
            assertThat((double) ours.truePositives()).isEqualTo(theirs.tp(car));
            assertThat((double) ours.falsePositives()).isEqualTo(theirs.fp(car));
            assertThat((double) ours.falseNegatives()).isEqualTo(theirs.fn(car));
            assertThat((double) ours.trueNegatives()).isEqualTo(theirs.tn(car));
        }
    }
}
