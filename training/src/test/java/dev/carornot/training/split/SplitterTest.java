package dev.carornot.training.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.split.SplitRule.Tie;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SplitterTest {
    private static final RandomSplit SHARES = RandomSplit.DEFAULT;

    private final Splitter splitter = new Splitter(new Labels("not_car", "car"), ProgressFactory.SILENT);

    private static ManifestEntry entry(int number, boolean positive, String split, String source) {
        String path = source + "/" + number + ".jpg";
        String sha256 = Sha256.of(path.getBytes(StandardCharsets.UTF_8));
        return new ManifestEntry(
                new Photograph(Path.of(path), path, positive, split, source, "", sha256), Map.of("bbox", "1"));
    }

    /** Photographs without files, for rules that never look at one; a third is positive. */
    private static List<ManifestEntry> entries(int count, String split, String source) {
        List<ManifestEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry(i, i % 3 == 0, split, source));
        }
        return entries;
    }

    private static Map<String, String> byPath(List<ManifestEntry> entries) {
        return entries.stream()
                .map(ManifestEntry::photograph)
                .collect(Collectors.toMap(Photograph::path, Photograph::split, (a, b) -> a, TreeMap::new));
    }

    private static long count(List<ManifestEntry> entries, String split, boolean positive) {
        return entries.stream()
                .map(ManifestEntry::photograph)
                .filter(p -> p.split().equals(split) && p.positive() == positive)
                .count();
    }

    private static List<ManifestEntry> shuffled(List<ManifestEntry> entries) {
        List<ManifestEntry> other = new ArrayList<>(entries);
        Collections.shuffle(other, new Random(5));
        return other;
    }

    @Test
    void theOfficialTestSplitStaysAndValidationIsDrawnFromTheRest() {
        List<ManifestEntry> entries = entries(2000, "train", "a");
        entries.addAll(entries(100, "test", "b"));
        List<ManifestEntry> split = splitter.split(entries, new SplitRule.Official(SHARES));
        assertThat(split)
                .filteredOn(e -> e.photograph().source().equals("b"))
                .allSatisfy(e -> assertThat(e.photograph().split()).isEqualTo("test"));
        // 30 of 50 + 30, four standard deviations of a binomial of 2,000 are 87.
        assertThat(count(split, "validation", true) + count(split, "validation", false))
                .isBetween(663L, 837L);
        assertThat(split).extracting(ManifestEntry::others).containsOnly(Map.of("bbox", "1"));
    }

    @Test
    void heldOutSplitsStayWhateverTheRule() {
        List<ManifestEntry> entries = entries(300, "test", "a");
        entries.addAll(entries(50, "real_world", "b"));
        for (SplitRule rule : List.of(new SplitRule.Random(SHARES), new SplitRule.Grouped(SHARES, Set.of()))) {
            List<ManifestEntry> split = splitter.split(entries, rule);
            assertThat(split)
                    .filteredOn(e -> e.photograph().split().equals("real_world"))
                    .extracting(e -> e.photograph().source())
                    .hasSize(50)
                    .containsOnly("b");
        }
    }

    @Test
    void neitherOrderNorNamesMatter() {
        List<ManifestEntry> entries = entries(200, "train", "a");
        for (SplitRule rule : List.of(
                new SplitRule.Official(SHARES),
                new SplitRule.Random(SHARES),
                new SplitRule.Grouped(SHARES, Set.of()),
                new SplitRule.KFold(4, 2, 9, Set.of()))) {
            assertThat(byPath(splitter.split(shuffled(entries), rule)))
                    .isEqualTo(byPath(splitter.split(entries, rule)));
        }
    }

    @Test
    void anotherSeedSplitsDifferently() {
        List<ManifestEntry> entries = entries(200, "train", "a");
        assertThat(byPath(splitter.split(entries, new SplitRule.Grouped(SHARES.withSeed(1), Set.of()))))
                .isNotEqualTo(byPath(splitter.split(entries, new SplitRule.Grouped(SHARES.withSeed(2), Set.of()))));
        assertThat(byPath(splitter.split(entries, new SplitRule.KFold(3, 1, 1, Set.of()))))
                .isNotEqualTo(byPath(splitter.split(entries, new SplitRule.KFold(3, 1, 2, Set.of()))));
    }

    @Test
    void groupedSharesHoldForBothClassesToThePhotograph() {
        List<ManifestEntry> split = splitter.split(entries(300, "train", "a"), new SplitRule.Grouped(SHARES, Set.of()));
        assertThat(count(split, "train", true)).isEqualTo(50);
        assertThat(count(split, "train", false)).isEqualTo(100);
        assertThat(count(split, "validation", true)).isEqualTo(30);
        assertThat(count(split, "validation", false)).isEqualTo(60);
        assertThat(count(split, "test", true)).isEqualTo(20);
        assertThat(count(split, "test", false)).isEqualTo(40);
    }

    @Test
    void sourcesStayTogether() {
        List<ManifestEntry> entries = new ArrayList<>();
        for (int source = 0; source < 12; source++) {
            entries.addAll(entries(20 + 7 * source, "train", "source" + source));
        }
        List<ManifestEntry> split = splitter.split(entries, new SplitRule.Grouped(SHARES, Set.of(Tie.SOURCE)));
        Map<String, Set<String>> splitsBySource = split.stream()
                .map(ManifestEntry::photograph)
                .collect(Collectors.groupingBy(
                        Photograph::source, Collectors.mapping(Photograph::split, Collectors.toSet())));
        assertThat(splitsBySource.values())
                .allSatisfy(splits -> assertThat(splits).hasSize(1));
        double train = count(split, "train", true) + count(split, "train", false);
        assertThat(train / split.size()).isBetween(0.4, 0.6);
    }

    @Test
    void theFoldsAreEqualAndEachPhotographIsInOneOfThem() {
        List<ManifestEntry> entries = entries(150, "train", "a");
        entries.addAll(entries(30, "test", "b"));
        Map<String, Integer> seen = new TreeMap<>();
        for (int fold = 1; fold <= 5; fold++) {
            List<ManifestEntry> split = splitter.split(entries, new SplitRule.KFold(5, fold, 3, Set.of()));
            assertThat(count(split, "validation", true)).isEqualTo(10);
            assertThat(count(split, "validation", false)).isEqualTo(20);
            assertThat(count(split, "test", true) + count(split, "test", false)).isEqualTo(30);
            split.stream()
                    .map(ManifestEntry::photograph)
                    .filter(p -> p.split().equals("validation"))
                    .forEach(p -> seen.merge(p.path(), 1, Integer::sum));
        }
        assertThat(seen).hasSize(150);
        assertThat(seen.values()).containsOnly(1);
    }

    @Test
    void lookAlikesStayTogetherAndBrokenFilesStandAlone(@TempDir Path folder) throws IOException {
        List<ManifestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            BufferedImage image = DrawnPictures.image(200, 150, i);
            for (String format : List.of("png", "jpeg")) {
                entries.add(file(folder, i + "." + format, DrawnPictures.write(image, format), i % 2 == 0));
            }
        }
        entries.add(file(folder, "broken.jpg", new byte[] {1, 2, 3}, true));
        Map<String, String> split =
                byPath(splitter.split(entries, new SplitRule.Grouped(SHARES, Set.of(Tie.NEAR_DUPLICATES))));
        for (int i = 0; i < 30; i++) {
            assertThat(split.get(i + ".png")).isEqualTo(split.get(i + ".jpeg"));
        }
        assertThat(split).containsKey("broken.jpg");
        Map<String, String> apart = byPath(splitter.split(entries, new SplitRule.Grouped(SHARES, Set.of())));
        assertThat(apart).isNotEqualTo(split);
    }

    private static ManifestEntry file(Path folder, String name, byte[] content, boolean positive) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        return new ManifestEntry(new Photograph(file, name, positive, "train", "a", "", Sha256.of(content)), Map.of());
    }

    @Test
    void aSplitWithoutAClassIsOneSentence() {
        List<ManifestEntry> cars = List.of(entry(1, true, "train", "a"), entry(2, true, "train", "a"));
        assertThatThrownBy(() -> splitter.split(cars, new SplitRule.Official(SHARES)))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("no photograph labelled", "another seed");
        List<ManifestEntry> two = List.of(entry(1, true, "train", "a"), entry(2, false, "train", "b"));
        assertThatThrownBy(() -> splitter.split(two, new SplitRule.Grouped(SHARES, Set.of(Tie.SOURCE))))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> splitter.split(entries(3, "real_world", "a"), new SplitRule.Random(SHARES)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("No photograph is in train or validation or test");
    }

    @Test
    void foldsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new SplitRule.KFold(1, 1, 0, Set.of())).hasMessageContaining("2 folds or more");
        assertThatThrownBy(() -> new SplitRule.KFold(3, 4, 0, Set.of())).hasMessageContaining("3 folds, fold 4");
        assertThatThrownBy(() -> new SplitRule.KFold(3, 0, 0, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
