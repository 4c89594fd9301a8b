package dev.carornot.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.training.report.Chart.Axis;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChartTest {
    private static final Axis UNIT = new Axis("share", 0, 1);

    private static Chart chart() {
        return new Chart("c", "A <chart>", "Rises & falls.", UNIT, UNIT);
    }

    @Test
    void ticksAreRoundNumbers() {
        assertNames(new Axis("", 0, 1), "0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertNames(new Axis("", 1, 40), "10", "20", "30", "40");
        assertNames(new Axis("", 0.9, 1), "0.90", "0.92", "0.94", "0.96", "0.98", "1.00");
        assertNames(new Axis("", 1, 2, Axis.Marks.WHOLE), "1", "2");
        assertNames(new Axis("", 0, 2500), "0", "500", "1000", "1500", "2000", "2500");
    }

    @Test
    void aLogarithmicAxisMarksPowersOfTenAtEqualDistances() {
        Axis axis = new Axis("", 1e-6, 1, Axis.Marks.POWERS);
        assertNames(axis, "1e-6", "1e-5", "1e-4", "1e-3", "0.01", "0.1", "1");
        assertNames(new Axis("", 0.003, 40, Axis.Marks.POWERS), "0.01", "0.1", "1", "10");
        assertThat(axis.share(1e-6)).isZero();
        assertThat(axis.share(1e-3)).isEqualTo(0.5, within(1e-12));
        assertThat(axis.share(1)).isEqualTo(1);
    }

    private static void assertNames(Axis axis, String... names) {
        assertThat(axis.ticks().stream().map(axis::name)).isEqualTo(List.of(names));
    }

    @Test
    void anAxisThatHasToReachAValueEndsAtATick() {
        assertThat(Axis.upTo("", 0.113).high()).isGreaterThanOrEqualTo(0.113).isLessThan(0.15);
        assertThat(Axis.upTo("", 0.2).high()).isEqualTo(0.2);
        assertThat(Axis.upTo("", 0).high()).isPositive();
    }

    @Test
    void aLineRunsFromCornerToCorner() {
        assertThat(chart().line("a", "", new double[] {0, 1}, new double[] {0, 1})
                        .svg())
                .contains("<path class=\"line a\" d=\"M58.0 282.0L444.0 34.0\"/>");
    }

    @Test
    void pointsOnAStraightStepAreLeftOut() {
        double[] xs = {0, 0.1, 0.2, 0.3, 0.3, 0.3, 1};
        double[] ys = {0, 0, 0, 0, 0.5, 1, 1};
        assertThat(chart().line("a", "", xs, ys).svg()).contains("d=\"M58.0 282.0L173.8 282.0L173.8 34.0L444.0 34.0\"");
    }

    @Test
    void thoseWhoCannotSeeItAreTold() {
        assertThat(chart().svg())
                .startsWith("<svg class=\"chart\" viewBox=\"0 0 460 330\" role=\"img\" aria-labelledby=\"c-t c-d\">"
                        + "<title id=\"c-t\">A &lt;chart&gt;</title><desc id=\"c-d\">Rises &amp; falls.</desc>")
                .endsWith("</svg>");
    }

    @Test
    void theLegendNamesWhatHasAName() {
        String svg = chart().line("a", "one", new double[] {0, 1}, new double[] {0, 1})
                .dots("b", "other", new double[] {0.5}, new double[] {0.5}, new double[] {0.4}, new double[] {0.6})
                .svg();
        assertThat(svg).contains(">one</text>", ">other</text>", "<circle class=\"dot b\" cx=\"251.0\" cy=\"158.0\"");
    }
}
