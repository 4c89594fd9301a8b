package dev.carornot.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderTest {
    @TempDir
    private Path folder;

    private static Dataset read(Path data, RandomSplit split) {
        return new DatasetReader(new Labels("cat", "dog"), split, ProgressFactory.SILENT).read(data);
    }

    private static Map<String, String> splitByPath(Dataset dataset) {
        return dataset.photographs().stream().collect(Collectors.toMap(Photograph::path, Photograph::split));
    }

    private static DataFolder pets(Path root, int each) {
        DataFolder data = new DataFolder(root);
        for (int i = 0; i < each; i++) {
            data.file("dog/" + i + ".jpg", "dog " + i).file("cat/deep/" + i + ".png", "cat " + i);
        }
        return data;
    }

    @Test
    void theFoldersNameTheLabels() {
        pets(folder, 1);
        Dataset dataset = read(folder, RandomSplit.DEFAULT);
        assertThat(dataset.photographs())
                .extracting(Photograph::path, Photograph::positive)
                .containsExactly(tuple("cat/deep/0.png", false), tuple("dog/0.jpg", true));
    }

    @Test
    void hiddenFilesAreLeftOut() {
        pets(folder, 1).file("dog/.DS_Store", "x").file("dog/.git/config", "x").file("cat/Thumbs.db", "x");
        assertThat(read(folder, RandomSplit.DEFAULT).photographs()).hasSize(2);
    }

    @Test
    void theSharesHoldOnAverage() {
        pets(folder, 1000);
        Map<String, Long> counts = read(folder, new RandomSplit(7, 50, 30, 20)).photographs().stream()
                .collect(Collectors.groupingBy(Photograph::split, Collectors.counting()));
        // Four standard deviations of a binomial of 2,000 are at most 90.
        assertThat(counts.get("train")).isBetween(910L, 1090L);
        assertThat(counts.get("validation")).isBetween(510L, 690L);
        assertThat(counts.get("test")).isBetween(310L, 490L);
    }

    @Test
    void photographsThatComeAndGoMoveNoOther(@TempDir Path other) {
        pets(folder, 50);
        pets(other, 80);
        Map<String, String> few = splitByPath(read(folder, RandomSplit.DEFAULT));
        Map<String, String> many = splitByPath(read(other, RandomSplit.DEFAULT));
        assertThat(many).containsAllEntriesOf(few);
    }

    @Test
    void anotherSeedSplitsDifferently() {
        pets(folder, 50);
        assertThat(splitByPath(read(folder, new RandomSplit(1, 50, 30, 20))))
                .isNotEqualTo(splitByPath(read(folder, new RandomSplit(2, 50, 30, 20))));
    }

    @Test
    void copiesOfAPhotographStayTogether() {
        DataFolder data = pets(folder, 20);
        for (int i = 0; i < 20; i++) {
            data.file("dog/copies/" + i + " copy.jpg", "dog " + i);
        }
        Map<String, String> splits = splitByPath(read(folder, RandomSplit.DEFAULT));
        for (int i = 0; i < 20; i++) {
            assertThat(splits.get("dog/copies/" + i + " copy.jpg")).isEqualTo(splits.get("dog/" + i + ".jpg"));
        }
    }

    @Test
    void theRuleIsFixedForEver() {
        // Computed once, by another program, from the rule in RandomSplit's documentation.
        RandomSplit writeUp = new RandomSplit(0, 50, 30, 20);
        assertThat(writeUp.of(DataFolder.sha256("dog 0"))).isEqualTo("validation");
        assertThat(writeUp.of(DataFolder.sha256("dog 1"))).isEqualTo("train");
        assertThat(writeUp.of(DataFolder.sha256("dog 5"))).isEqualTo("test");
        assertThat(new RandomSplit(-5, 0.8, 0.1, 0.1).of(DataFolder.sha256("dog 8")))
                .isEqualTo("test");
    }

    @Test
    void sharesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new RandomSplit(0, 0, 1, 1)).hasMessageContaining("0.0, 1.0, 1.0");
        assertThatThrownBy(() -> new RandomSplit(0, 1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RandomSplit(0, 1, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderWithNeitherManifestNorLabelsIsRefused() {
        new DataFolder(folder).file("dog/a.jpg", "a");
        assertThatThrownBy(() -> read(folder, RandomSplit.DEFAULT))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("manifest.csv", "'dog'", "'cat'");
    }

    @Test
    void anEmptyClassIsRefused() {
        new DataFolder(folder).file("dog/a.jpg", "a").file("cat/.hidden", "b");
        assertThatThrownBy(() -> read(folder, RandomSplit.DEFAULT))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("cat", "no photographs");
    }
}
