package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.training.cli.CommandRun.Outcome;
import dev.carornot.training.importer.StanfordTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code car-or-not dataset} in this process. */
final class DatasetCommandTest {
    @TempDir
    private Path folder;

    private Outcome run(Object... arguments) {
        return CommandRun.run(folder, arguments);
    }

    @Test
    void stanfordCarsIsImported() throws IOException {
        StanfordTree.make(folder);
        Path out = folder.resolve("manifest.csv");
        Outcome run = run("dataset", "import", "stanford-cars", folder, "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("lists 5 photographs", "  test: 2 car, 0 not_car", "  train: 3 car, 0 not_car");
        assertThat(Files.readAllLines(out)).hasSize(6);
    }

    @Test
    void classFoldersAreImportedWithExclusionsAndAnotherSource() throws IOException {
        Drawings.dataset(folder.resolve("data"), 5);
        Files.createDirectories(folder.resolve("data/junk"));
        Path out = folder.resolve("data.csv");
        Outcome run = run(
                "dataset",
                "import",
                "caltech",
                folder.resolve("data"),
                "--positive",
                "red",
                "--exclude",
                "junk",
                "--source",
                "discs",
                "--classes",
                "blue,red",
                "--out",
                out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readAllLines(out))
                .hasSize(11)
                .anySatisfy(line ->
                        assertThat(line).startsWith("data/red/0.jpg,red,").contains(",discs,red,"));
    }

    @Test
    void foldersAndManifestsAreImported() throws IOException {
        Drawings.dataset(folder.resolve("data"), 5);
        Path first = folder.resolve("first.csv");
        Path joined = folder.resolve("joined.csv");
        assertThat(run("dataset", "import", "folders", folder.resolve("data"), "--classes", "blue,red", "--out", first)
                        .code())
                .isZero();
        Path mended = Files.writeString(folder.resolve("mended.csv"), "path,label\ndata/red/0.jpg,blue\n");
        Outcome run = run(
                "dataset", "import", "manifest", first, "--classes", "blue,red", "--labels", mended, "--out", joined);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(joined)).contains("data/red/0.jpg,blue,").contains("label by mended.csv, was red");
    }

    @Test
    void aFailedImportIsOneSentence() {
        run("dataset", "import", "stanford-cars", folder, "--out", folder.resolve("m.csv"))
                .assertFailedWith(CommandRun.FAILED, "cars_train_annos.mat");
        run("dataset", "import", "folders", folder, "--out", folder.resolve("m.csv"))
                .assertFailedWith(CommandRun.FAILED, "'car'", "'not_car'");
    }

    @Test
    void aManifestIsSplitAndKeepsItsColumns() throws IOException {
        Drawings.dataset(folder.resolve("data"), 30);
        Path all = folder.resolve("all.csv");
        run(
                "dataset",
                "import",
                "caltech",
                folder.resolve("data"),
                "--positive",
                "red",
                "--classes",
                "blue,red",
                "--out",
                all);
        for (String rule : new String[] {"official", "random", "grouped", "k-fold"}) {
            Path out = folder.resolve(rule + ".csv");
            Outcome run =
                    run("dataset", "split", all, "--rule", rule, "--seed", 3, "--classes", "blue,red", "--out", out);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("lists 60 photographs", "  train: ", "  validation: ");
            assertThat(Files.readAllLines(out)).hasSize(61).first().asString().contains("source_class");
        }
        run("dataset", "split", all, "--rule", "random", "--classes", "blue,red", "--out", all)
                .assertFailedWith(CommandRun.FAILED, "exists already");
        Path elsewhere = Files.createDirectories(folder.resolve("x")).resolve("y.csv");
        run("dataset", "split", all, "--rule", "random", "--classes", "blue,red", "--out", elsewhere)
                .assertFailedWith(CommandRun.FAILED, "cannot list");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void aCheckWritesAReportAndWarnsWithExitCodeZero() throws IOException {
        Drawings.dataset(folder.resolve("data"), 30);
        Files.copy(folder.resolve("data/red/0.jpg"), folder.resolve("data/blue/copy.jpg"));
        Path out = folder.resolve("report");
        for (int again = 0; again < 2; again++) {
            Outcome run = run("dataset", "check", folder.resolve("data"), "--classes", "blue,red", "--out", out);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("61 photographs were checked", "1 pair of photographs with different labels are the same")
                    .contains(out.resolve("report.html").toString());
        }
        assertThat(out).isDirectoryContaining("glob:**report.json").isDirectoryContaining("glob:**report.html");
    }

    @Test
    void aCheckWithABackboneComparesFeaturesAndDoubtsLabels() throws IOException {
        Path weights = Shared.require("weights/resnet50_v1_stages1-4.safetensors");
        Drawings.dataset(folder.resolve("data"), 12);
        Path out = folder.resolve("report");
        Object[] check = {
            "dataset",
            "check",
            folder.resolve("data"),
            "--classes",
            "blue,red",
            "--out",
            out,
            "--backbone",
            weights,
            "--variant",
            "v1",
            "--cache",
            folder.resolve("cache")
        };
        run(with(check, "--through", "4")).assertFailedWith(CommandRun.FAILED, weights.toString());
        assertThat(out).doesNotExist();
        Outcome run = run(with(check, "--through", "3"));
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode report = new JsonMapper().readTree(out.resolve("report.json").toFile());
        assertThat(report.get("suspects").get("examined").asInt()).isEqualTo(24);
        assertThat(report.get("suspects").get("outOfFoldAccuracy").asDouble()).isGreaterThan(0.9);
        assertThat(report.get("likeFeatures").get("criterion").asText()).contains("0.985");
        assertThat(folder.resolve("cache")).isDirectoryContaining("glob:**.features");
    }

    @Test
    void aCheckThatCannotBeDoneIsOneSentence() throws IOException {
        Drawings.dataset(folder.resolve("data"), 2);
        Object[] check = {"dataset", "check", folder.resolve("data"), "--classes", "blue,red", "--out"};
        Path file = Files.writeString(folder.resolve("file"), "x");
        run(with(check, file)).assertFailedWith(CommandRun.FAILED, "is a file");
        run(with(check, folder.resolve("out"), "--backbone", file)).assertFailedWith(CommandRun.FAILED, "file");
        run(with(check, folder.resolve("out"), "--variant", "v2")).assertFailedWith(CommandRun.USAGE, "v1 and v1.5");
        run(with(check, folder.resolve("out"), "--through", "5")).assertFailedWith(CommandRun.USAGE, "1 to 4");
        run("dataset", "check", folder.resolve("nowhere"), "--out", folder.resolve("out"))
                .assertFailedWith(CommandRun.FAILED, "no data set");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    @Test
    void whatARuleDoesNotKnowIsAUsageError() {
        Object[][] wrong = {
            {"by-eye", "", "", "no rule 'by-eye'"},
            {"random", "--shares", "50/30/30", "add up to 110.0, not to 100"},
            {"random", "--shares", "50/50", "three numbers"},
            {"random", "--shares", "a/b/c", "three numbers"},
            {"random", "--shares", "0/50/50", "that of train not 0"},
            {"random", "--folds", "3", "'--rule k-fold'"},
            {"k-fold", "--folds", "1", "2 folds or more"},
            {"k-fold", "--fold", "6", "5 folds, fold 6"},
            {"k-fold", "--shares", "50/30/20", "whose folds are equal"},
            {"random", "--group", "source", "grouped and k-fold"},
            {"grouped", "--group", "colour", "not 'colour'"}
        };
        for (Object[] line : wrong) {
            Object[] words = line[1].equals("")
                    ? new Object[] {"dataset", "split", folder, "--out", "m.csv", "--rule", line[0]}
                    : new Object[] {"dataset", "split", folder, "--out", "m.csv", "--rule", line[0], line[1], line[2]};
            run(words).assertFailedWith(CommandRun.USAGE, line[3].toString());
        }
    }

    @Test
    void aWrongCommandLineIsAUsageError() {
        run("dataset").assertFailedWith(CommandRun.USAGE, "import, split or check");
        run("dataset", "import").assertFailedWith(CommandRun.USAGE, "stanford-cars, caltech, folders or manifest");
        run("dataset", "import", "folders", folder).assertFailedWith(CommandRun.USAGE, "--out");
        run("dataset", "import", "folders", folder, "--out", "m", "--classes", "a")
                .assertFailedWith(CommandRun.USAGE, "two names");
        run("dataset", "import", "folders", folder, "--out", "m", "--classes", "A,b")
                .assertFailedWith(CommandRun.USAGE, "'A'");
        run("dataset", "import", "caltech", folder, "--out", "m").assertFailedWith(CommandRun.USAGE, "--positive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "import",
                "import stanford-cars",
                "import caltech",
                "import folders",
                "import manifest",
                "split"
            })
    void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
        String words = ("dataset " + command).strip();
        Outcome run = run((Object[]) (words + " --help").split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: car-or-not " + words, "Examples:", "Exit codes:");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(run.out().lines().filter(line -> line.startsWith("  car-or-not " + words)))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(run.err()).isEmpty();
    }
}
