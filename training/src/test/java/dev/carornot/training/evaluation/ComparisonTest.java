package dev.carornot.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Comparison.Discordant;
import dev.carornot.training.evaluation.Predictions.Answer;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.evaluation.Predictions.Refused;
import dev.carornot.training.failure.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final Labels LABELS = new Labels("not_car", "car");

    private static Photograph photograph(int number, boolean positive) {
        String path = number + ".jpg";
        return new Photograph(Path.of(path), path, positive, "test", "", "", "0".repeat(64));
    }

    /** Forty photographs, every second a car, of which the model gets those wrong that are named. */
    private static Predictions model(String name, Integer... wrong) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean positive = i % 2 == 0;
            double sure = 0.6 + i / 200.0;
            boolean saysPositive = positive != List.of(wrong).contains(i);
            predictions.add(new Prediction(photograph(i, positive), saysPositive ? sure : 1 - sure, Answer.UNCERTAIN));
        }
        return new Predictions(new ModelDescription(name, "1", "fp32", LABELS), predictions, List.of(), 1);
    }

    private static Comparison compare(Predictions first, Predictions second) {
        return Comparison.of(first, second, "digest", "test");
    }

    @Test
    void photographsAreCountedByWhoGetsThemRight() {
        Comparison comparison = compare(model("a", 1, 2, 3), model("b", 3, 4));
        assertThat(comparison.photographs()).isEqualTo(40);
        assertThat(comparison.bothRight()).isEqualTo(36);
        assertThat(comparison.onlyFirst()).isEqualTo(1);
        assertThat(comparison.onlySecond()).isEqualTo(2);
        assertThat(comparison.neither()).isEqualTo(1);
        assertThat(comparison.accuracyDifference()).isEqualTo(1 / 40.0, within(1e-12));
        assertThat(comparison.accuracyDifference())
                .isBetween(
                        comparison.accuracyInterval().low(),
                        comparison.accuracyInterval().high());
        assertThat(comparison.aurocDifference())
                .isBetween(
                        comparison.aurocInterval().low(),
                        comparison.aurocInterval().high());
        assertThat(comparison.discordant()).extracting(Discordant::path).containsExactly("4.jpg", "2.jpg", "1.jpg");
        assertThat(comparison.discordant()).extracting(Discordant::right).containsExactly(1, 2, 2);
    }

    @Test
    void aFewMoreErrorsTellNothing() {
        Comparison comparison = compare(model("a", 1, 2, 3), model("b", 3, 4));
        // One of three: 2 (1 + 3) / 8 = 1.
        assertThat(comparison.pValue()).isEqualTo(1);
        assertThat(ComparisonText.of(comparison))
                .startsWith("Not told apart: of the 3 photographs that only one gets right A has 1 and B 2, p = 1.0000")
                .contains("both 36, only A 1, only B 2, neither 1", "B  0.6050  0.3950  not_car  1.jpg");
    }

    @Test
    void manyMoreErrorsDo() {
        Comparison comparison = compare(model("a"), model("b", 0, 1, 2, 3, 4, 5));
        assertThat(comparison.pValue()).isEqualTo(2.0 / 64, within(1e-12));
        assertThat(comparison.isDifferent()).isTrue();
        assertThat(comparison.accuracyInterval().high()).isNegative();
        assertThat(ComparisonText.conclusion(comparison))
                .isEqualTo("A is better: of the 6 photographs that only one gets right it has 6 and the other 0,"
                        + " p = 0.0313 (McNemar's exact test).");
    }

    @Test
    void aModelDoesNotDifferFromItself() {
        Comparison comparison = compare(model("a", 1), model("a", 1));
        assertThat(comparison.discordant()).isEmpty();
        assertThat(comparison.aurocInterval()).isEqualTo(new Metrics.Interval(0, 0));
        assertThat(ComparisonText.conclusion(comparison)).startsWith("Not told apart");
    }

    @Test
    void whatOneRefusedIsLeftAside() {
        Predictions all = model("a", 1);
        Predictions fewer = new Predictions(
                all.model(),
                all.classified().subList(0, 39),
                List.of(new Refused(all.classified().get(39).photograph(), "It is damaged.")),
                1);
        assertThat(compare(all, fewer).leftAside()).isEqualTo(1);
        assertThat(compare(fewer, all).leftAside()).isEqualTo(1);
        assertThat(ComparisonText.of(compare(all, fewer)))
                .contains("39 photographs (1 that a model refused left aside)");
    }

    @Test
    void modelsOfOtherLabelsCannotBeCompared() {
        Predictions other = new Predictions(
                new ModelDescription("b", "1", "fp32", new Labels("blue", "red")),
                model("b").classified(),
                List.of(),
                1);
        assertThatThrownBy(() -> compare(model("a"), other))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("'car'", "'red'");
    }
}
