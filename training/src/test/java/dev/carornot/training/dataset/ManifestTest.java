package dev.carornot.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {
    private static final String HEADER = "path,label,split";

    @TempDir
    private Path folder;

    private DataFolder data;

    @BeforeEach
    void begin() {
        data = new DataFolder(folder);
    }

    private static DatasetReader reader() {
        return new DatasetReader(new Labels("not_car", "car"), RandomSplit.DEFAULT, ProgressFactory.SILENT);
    }

    private void assertRefused(String... partsOfTheSentence) {
        assertThatThrownBy(() -> reader().read(folder))
                .isInstanceOf(UserException.class)
                .message()
                .contains(partsOfTheSentence)
                .endsWith(".")
                .doesNotContain("\n");
    }

    @Test
    void aPhotographKeepsWhatItsLineSays() {
        data.file("images/a.jpg", "a")
                .lines(
                        "sha256,source,note,split,label,path,width",
                        DataFolder.sha256("a") + ",web,\"large, \"\"red\"\"\",train,car,images/a.jpg,12");
        Dataset dataset = reader().read(folder);
        assertThat(dataset.photographs())
                .containsExactly(new Photograph(
                        folder.resolve("images/a.jpg"),
                        "images/a.jpg",
                        true,
                        "train",
                        "web",
                        "large, \"red\"",
                        DataFolder.sha256("a")));
    }

    @Test
    void theManifestItselfMayBeNamedInsteadOfItsFolder() throws IOException {
        data.lines(HEADER).photograph("a.jpg", "car", "train");
        Path renamed = Files.move(folder.resolve("manifest.csv"), folder.resolve("other name.csv"));
        assertThat(reader().read(renamed).photographs()).hasSize(1);
    }

    @Test
    void optionalColumnsMayBeAbsentAndTheSourceClassStandsInForTheSource() {
        data.file("a.jpg", "a").lines(HEADER + ",source_class", "a.jpg,not_car,test,raccoon");
        Photograph photograph = reader().read(folder).photographs().get(0);
        assertThat(photograph.positive()).isFalse();
        assertThat(photograph.source()).isEqualTo("raccoon");
        assertThat(photograph.note()).isEmpty();
    }

    @Test
    void aByteOrderMarkAndEmptyLinesDoNoHarm() {
        data.file("a.jpg", "a").lines("\uFEFF" + HEADER, "", "a.jpg,car,train", "");
        assertThat(reader().read(folder).photographs()).hasSize(1);
    }

    @Test
    void missingColumnsAreNamed() {
        data.lines("path,class,width", "a.jpg,car,3");
        assertRefused("manifest.csv", "lacks the columns label, split");
    }

    @Test
    void anUnknownLabelIsNamedWithItsLine() {
        data.lines(HEADER).photograph("a.jpg", "car", "train").photograph("b.jpg", "Car", "train");
        assertRefused("Line 3", "'Car'", "'not_car'", "'car'");
    }

    @Test
    void theLineIsRightAfterAValueThatSpansLines() {
        data.file("a.jpg", "a").lines(HEADER + ",note", "a.jpg,car,train,\"two\nlines\"", "b.jpg,lorry,train,");
        assertRefused("Line 4", "'lorry'");
    }

    @Test
    void pathsThatLeaveTheFolderAreRefused() {
        data.lines(HEADER, "images/../../secret.jpg,car,train");
        assertRefused("Line 2", "'images/../../secret.jpg'", "inside");
    }

    @Test
    void absolutePathsAreRefused() {
        data.lines(HEADER, folder.resolve("a.jpg") + ",car,train");
        assertRefused("Line 2", "inside");
    }

    @Test
    void anEmptyPathIsRefused() {
        data.lines(HEADER, ",car,train");
        assertRefused("Line 2", "''");
    }

    @Test
    void missingFilesAreNamedAndCounted() {
        data.lines(HEADER).photograph("a.jpg", "car", "train").lines("b.jpg,car,train", "c.jpg,car,train");
        assertRefused("'b.jpg' of line 3 is missing", "1 more");
    }

    @Test
    void aFileThatIsNotTheListedOneIsRefused() {
        data.file("a.jpg", "changed").lines(HEADER + ",sha256", "a.jpg,car,train," + DataFolder.sha256("original"));
        assertRefused("'a.jpg' of line 2", "SHA-256");
    }

    @Test
    void aMalformedDigestIsRefused() {
        data.file("a.jpg", "a").lines(HEADER + ",sha256", "a.jpg,car,train,abc");
        assertRefused("Line 2", "'abc'");
    }

    @Test
    void aPathListedTwiceIsRefused() {
        data.lines(HEADER).photograph("a.jpg", "car", "train").lines("a.jpg,car,test");
        assertRefused("Line 3", "'a.jpg'", "line 2");
    }

    @Test
    void aLineOfAnotherLengthIsRefused() {
        data.lines(HEADER, "a,b.jpg,car,train");
        assertRefused("Line 2", "4 columns", "3");
    }

    @Test
    void anEmptySplitIsRefused() {
        data.lines(HEADER, "a.jpg,car, ");
        assertRefused("Line 2", "no split");
    }

    @Test
    void anOpenQuoteIsRefused() {
        data.lines(HEADER, "\"a.jpg,car,train");
        assertRefused("no valid CSV in line");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Files.write(folder.resolve("manifest.csv"), new byte[] {'p', 'a', 't', 'h', (byte) 0xff, (byte) 0xfe, '\n'});
        assertRefused("manifest.csv");
    }

    @Test
    void anEmptyManifestIsRefused() {
        data.lines(HEADER);
        assertRefused("lists no photographs");
    }

    @Test
    void aMissingFolderIsRefused() {
        assertThatThrownBy(() -> reader().read(folder.resolve("nowhere")))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("nowhere", "no data set");
    }

    @Test
    void theTeamsManifestHasTheCountsOfItsReadme() {
        Path shared = Shared.require("data/manifest.csv");
        Dataset dataset = reader().read(shared);
        assertThat(dataset.photographs()).hasSize(7933);
        assertThat(dataset.splits()).containsExactly("real_world", "test", "train", "validation");
        assertCounts(dataset, "train", 2140, 2241);
        assertCounts(dataset, "validation", 732, 826);
        assertCounts(dataset, "test", 695, 712);
        assertCounts(dataset, "real_world", 170, 417);
    }

    private static void assertCounts(Dataset dataset, String split, int positives, int negatives) {
        assertThat(dataset.split(split)).hasSize(positives + negatives);
        assertThat(dataset.split(split).stream().filter(Photograph::positive)).hasSize(positives);
    }
}
