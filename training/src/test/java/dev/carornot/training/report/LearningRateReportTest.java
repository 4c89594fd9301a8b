package dev.carornot.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.training.experiment.LearningRateCurve;
import dev.carornot.training.experiment.LearningRateCurve.Point;
import dev.carornot.training.experiment.LearningRateCurve.Reading;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LearningRateReportTest {
    private static final List<Point> POINTS = List.of(
            new Point(1, 1e-6, 0.71, 0.71),
            new Point(2, 1e-4, 0.4, 0.55),
            new Point(3, 1e-2, 0.1, 0.3),
            new Point(4, 1, 5, 1.5));

    @Test
    void thePageHasTheCurveTheStepsAndTheSuggestionAndNeedsNothingBesideIt() {
        LearningRateCurve curve =
                new LearningRateCurve("a <b>", POINTS, Optional.of(new Reading(1e-5, 1e-4, 1.234e-2, 1.234e-3)));
        String html = LearningRateReport.html(curve);
        HtmlChecks.needsNothingBesideIt(html);
        HtmlChecks.namesEverything(html);
        assertThat(html)
                .contains("Learning rates of a &lt;b&gt;")
                .contains(
                        "Try &#39;learningRate: 0.001&#39;. The loss begins to fall at 0.00001, falls most steeply at 0.0001"
                                + " and is down at 0.012.")
                .contains(">suggested</text>")
                .contains("The axis of the learning rate is logarithmic.");
        assertThat(HtmlChecks.all("<tr>.*?</tr>", html)).hasSize(1 + POINTS.size());
        assertThat(html)
                .contains("<td class=\"n\">1.00e-04</td><td class=\"n\">0.4000</td><td class=\"n\">0.5500</td>");
        // Equal factors are equal distances: 58 to 444 in three steps.
        assertThat(html).contains("M58.0 ", "L186.7 ", "L315.3 ", "L444.0 ");
    }

    @Test
    void aCurveThatSaysNothingHasNoMark() {
        String html = LearningRateReport.html(new LearningRateCurve("a", POINTS.subList(0, 1), Optional.empty()));
        HtmlChecks.namesEverything(html);
        assertThat(html).contains("never fell in 1 steps").doesNotContain(">suggested</text>");
    }
}
