package dev.carornot.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DatasetTest {
    private static final Labels LABELS = new Labels("not_car", "car");

    private static Photograph photograph(String path, boolean positive, String split) {
        return new Photograph(Path.of(path), path, positive, split, "", "", DataFolder.sha256(path));
    }

    private static Dataset dataset(Photograph... photographs) {
        return new Dataset(LABELS, List.of(photographs));
    }

    @Test
    void aSplitKeepsTheOrderOfListing() {
        Photograph b = photograph("b", true, "test");
        Photograph a = photograph("a", false, "test");
        assertThat(dataset(b, photograph("c", true, "train"), a).split("test")).containsExactly(b, a);
    }

    @Test
    void anUnknownSplitIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> dataset(photograph("a", true, "train"), photograph("b", true, "test"))
                        .split("tests"))
                .isInstanceOf(UserException.class)
                .hasMessage("The split 'tests' has no photographs; there are: test, train.");
    }

    @Test
    void aSplitOfOneClassIsRefusedWithTheClassThatItLacks() {
        assertThatThrownBy(() -> dataset(photograph("a", true, "train")).split("train"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("'train'", "'not_car'");
        assertThatThrownBy(() -> dataset(photograph("a", false, "train")).split("train"))
                .hasMessageContaining("labelled 'car'");
    }

    @Test
    void allMeansEverySplit() {
        Dataset dataset = dataset(photograph("a", true, "train"), photograph("b", false, "test"));
        assertThat(dataset.split("all")).isEqualTo(dataset.photographs());
    }

    @Test
    void theDigestDependsOnContentAndNotOnOrder() {
        Photograph a = photograph("a", true, "train");
        Photograph b = photograph("b", false, "train");
        String digest = dataset(a, b).digest();
        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(dataset(b, a).digest());
        assertThat(dataset(a).digest()).isNotEqualTo(digest);
        assertThat(dataset(a, photograph("b", true, "train")).digest()).isNotEqualTo(digest);
        assertThat(dataset(a, photograph("b", false, "test")).digest()).isNotEqualTo(digest);
        Photograph otherContent = new Photograph(Path.of("b"), "b", false, "train", "", "", DataFolder.sha256("x"));
        assertThat(dataset(a, otherContent).digest()).isNotEqualTo(digest);
    }
}
