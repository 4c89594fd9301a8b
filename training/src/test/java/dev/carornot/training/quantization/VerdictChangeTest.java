package dev.carornot.training.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Answer;
import dev.carornot.training.evaluation.Predictions.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictChangeTest {
    @Test
    void verdictsThatDifferAreCounted() {
        VerdictChange change = VerdictChange.between("test", predictions(0.9, 0.5, 0.1), predictions(0.85, 0.7, 0.1));
        assertThat(change.photographs()).isEqualTo(3);
        assertThat(change.changed()).isEqualTo(1);
        assertThat(change.largest()).isCloseTo(0.2, within(1e-9));
        assertThat(change.mean()).isCloseTo(0.25 / 3, within(1e-9));
        assertThat(change.isSmall()).isFalse();
        assertThat(change)
                .hasToString(
                        "1 of 3 verdicts on test (33.33 %), probabilities by 0.200 at most and 0.0833 in the mean");
    }

    @Test
    void twoInAThousandAreAllowedAndNoMore() {
        assertThat(new VerdictChange("test", 1000, 2, 0, 0).isSmall()).isTrue();
        assertThat(new VerdictChange("test", 1000, 3, 0, 0).isSmall()).isFalse();
        assertThat(new VerdictChange("test", 499, 1, 0, 0).isSmall()).isFalse();
    }

    @Test
    void photographsThatOneOfThemRefusedAreLeftAside() {
        VerdictChange change = VerdictChange.between("test", predictions(0.9, 0.1), predictions(0.9));
        assertThat(change.photographs()).isEqualTo(1);
        assertThat(change.changed()).isZero();
    }

    private static Predictions predictions(double... probabilities) {
        List<Prediction> classified = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            classified.add(new Prediction(photograph(i), probabilities[i], answer(probabilities[i])));
        }
        ModelDescription model = new ModelDescription("drawn", "1", "fp32", new Labels("not_car", "car"));
        return new Predictions(model, classified, List.of(), 1);
    }

    private static Answer answer(double probability) {
        return probability >= 0.6 ? Answer.POSITIVE : probability < 0.4 ? Answer.NEGATIVE : Answer.UNCERTAIN;
    }

    private static Photograph photograph(int number) {
        String path = number + ".jpg";
        return new Photograph(Path.of("photographs", path), path, true, "test", "", "", "0".repeat(64));
    }
}
