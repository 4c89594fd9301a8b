package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.training.cli.CommandRun.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line in this process, with a real model that the first command trains. */
final class CarOrNotTest {
    private static final int OK = CommandRun.OK;
    private static final int FAILED = CommandRun.FAILED;
    private static final int USAGE = CommandRun.USAGE;

    @TempDir
    private static Path shared;

    private static Path data;
    private static Path model;
    private static Outcome training;

    @TempDir
    private Path folder;

    private Path red;
    private Path blue;
    private Path text;

    private static Outcome run(byte[] in, Object... arguments) {
        return CommandRun.run(shared, in, arguments);
    }

    private static Outcome run(Object... arguments) {
        return run(new byte[0], arguments);
    }

    @BeforeAll
    static void train() throws IOException {
        data = Drawings.dataset(shared.resolve("data"), 60);
        model = shared.resolve("model");
        Path configuration = Files.writeString(shared.resolve("discs.yaml"), Drawings.CONFIGURATION);
        training = run("train", "--config", configuration, "--data", data, "--out", model);
    }

    @BeforeEach
    void draw() throws IOException {
        red = Files.write(folder.resolve("b red.jpg"), Drawings.disc(true, 500));
        blue = Files.write(folder.resolve("a blue.jpg"), Drawings.disc(false, 501));
        text = Files.writeString(folder.resolve("c.txt"), "no photograph");
    }

    @Test
    void trainingWritesAModelAndSaysHowGoodItIs() {
        assertThat(training.code()).as(training.err()).isEqualTo(OK);
        assertThat(training.out()).contains("discs ", "was written to", "on the split 'validation'", "Int8 weights ");
        assertThat(model.resolve("manifest.json")).isRegularFile();
    }

    @Test
    void trainingIntoAFolderThatHoldsFilesIsOneSentence() {
        run("train", "--config", shared.resolve("discs.yaml"), "--data", data, "--out", model)
                .assertFailedWith(FAILED, "holds files already");
    }

    @Test
    void aLearningRateIsFoundAndItsCurveWritten() throws IOException {
        Path out = folder.resolve("new/rates.html");
        Outcome run = run("find-learning-rate", "--config", shared.resolve("discs.yaml"), "--data", data, "--out", out);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.outLines()).hasSize(2);
        assertThat(run.outLines().get(0)).startsWith("Try 'learningRate: 0.").contains("is down at ");
        assertThat(run.outLines().get(1)).isEqualTo("The curve is '" + out + "'.");
        assertThat(Files.readString(out)).contains("Learning rates of discs", "<svg");
        run("find-learning-rate", "--config", shared.resolve("discs.yaml"), "--data", data, "--out", folder)
                .assertFailedWith(FAILED, "is a folder; name a file");
    }

    @Test
    void aDeviceIsCpuOrGpuAndWhatIsMissingForGpusIsOneSentence() throws IOException {
        Path config = shared.resolve("discs.yaml");
        Path out = folder.resolve("gpu");
        run("train", "--config", config, "--data", data, "--out", out, "--device", "tpu")
                .assertFailedWith(USAGE, "--device", "CPU, GPU");
        Outcome run = run("train", "--config", config, "--data", data, "--out", out, "--device", "gpu");
        // Here, there is no GPU, or the engine's libraries are those for the processor.
        run.assertFailedWith(FAILED, "or leave '--device gpu' out to train on the processor.");
        assertThat(out).doesNotExist();
    }

    @Test
    void anEngineWithoutLibrariesIsOneSentence() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        new Failures(new PrintStream(err, true, StandardCharsets.UTF_8), new HelpStyle(false, false, 80), () -> false)
                .report(new EngineException("Failed to load", new IllegalStateException("Offline mode is enabled.")));
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("car-or-not: The engine cannot be started (IllegalStateException: Offline mode is"
                        + " enabled.); 'Devices' in docs/training.md tells where its libraries come from.");
    }

    @Test
    void provenanceTellsDeviceAndVersions() throws IOException {
        JsonNode provenance = new JsonMapper()
                .readTree(model.resolve("manifest.json").toFile())
                .get("provenance");
        assertThat(provenance.at("/training/device").asText()).isEqualTo("cpu");
        assertThat(provenance.at("/environment/djl").asText()).matches("[0-9]+[.][0-9]+[.][0-9]+.*");
        assertThat(provenance.at("/environment/carOrNot").asText()).isEqualTo("not packaged");
    }

    @Test
    void evaluatingPrintsTheFiguresAndWritesThem() throws IOException {
        Path json = folder.resolve("figures.json");
        Path csv = folder.resolve("predictions.csv");
        Outcome run = run(
                "evaluate",
                "--model",
                model,
                "--data",
                data,
                "--split",
                "test",
                "--figures",
                json,
                "--predictions",
                csv);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).contains("on the split 'test'", "AUROC");
        JsonNode figures = new JsonMapper().readTree(json.toFile());
        int count = figures.get("count").asInt();
        assertThat(count).isBetween(5, 60);
        assertThat(figures.get("misclassified")).hasSize(figures.get("errors").asInt());
        assertThat(Files.readAllLines(csv)).hasSize(count + 1).first().isEqualTo("path,label,probability");
    }

    @Test
    void theSplitOfAnEvaluationFollowsSeedAndShares() throws IOException {
        Path json = folder.resolve("figures.json");
        Outcome run = run(
                "evaluate",
                "--model",
                model,
                "--data",
                data,
                "--split",
                "train",
                "--shares",
                "1,0,0",
                "--figures",
                json);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(new JsonMapper().readTree(json.toFile()).get("count").asInt())
                .isEqualTo(120);
    }

    @Test
    void twoPrecisionsAreComparedVerdictByVerdict() {
        Outcome run = run(
                "evaluate",
                "--model",
                model,
                "--data",
                data,
                "--split",
                "test",
                "--precision",
                "fp32",
                "--against",
                "eager");
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out())
                .contains("fp32 changes 0 of ")
                .contains("verdicts on test (0.00 %)")
                .contains(", against eager.");
    }

    @Test
    void aPrecisionThatDoesNotExistIsAUsageErrorThatNamesThoseThatDo() {
        run("evaluate", "--model", model, "--data", data, "--split", "test", "--precision", "int4")
                .assertFailedWith(USAGE, "auto, int8, bf16, fp32, eager");
    }

    @Test
    void aModelIsQuantisedAfterwardsAndThenRunsInInt8() throws IOException {
        Path quantized = folder.resolve("quantized");
        Outcome run = run("quantize", "--model", model, "--data", data, "--out", quantized, "--force");
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).contains("Int8 weights are in it", "verdicts on validation");
        assertThat(quantized.resolve("weights-int8.safetensors")).isRegularFile();
        Outcome evaluated = run(
                "evaluate",
                "--model",
                quantized,
                "--data",
                data,
                "--split",
                "test",
                "--precision",
                "int8",
                "--against",
                "fp32");
        assertThat(evaluated.code()).as(evaluated.err()).isEqualTo(OK);
        assertThat(evaluated.out()).contains("int8 changes ", ", against fp32.");
    }

    @Test
    void aModelIsCalibratedAfterwards() throws IOException {
        Path calibrated = folder.resolve("calibrated");
        Outcome run = run("calibrate", "--model", model, "--data", data, "--out", calibrated, "--costs", "5,1,0.5");
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).contains("Written to", "photographs of 'validation'", "thresholds 0.5000 and 0.9000");
        JsonNode manifest =
                new JsonMapper().readTree(calibrated.resolve("manifest.json").toFile());
        assertThat(manifest.at("/version").asText()).endsWith("-calibrated");
        assertThat(manifest.at("/decision/upper").asDouble()).isEqualTo(0.9);
        assertThat(manifest.at("/evaluation/calibration/before/ece").isDouble()).isTrue();
        assertThat(manifest.at("/evaluation/validation/count").asInt()).isPositive();
        assertThat(manifest.at("/provenance/calibration/rule/costs/falsePositive")
                        .asDouble())
                .isEqualTo(5);
        assertThat(run("evaluate", "--model", calibrated, "--data", data, "--split", "test")
                        .code())
                .isEqualTo(OK);
    }

    @Test
    void twoModelsAreCompared() throws IOException {
        Path json = folder.resolve("difference.json");
        Outcome run = run("compare", "--data", data, "--split", "test", "--figures", json, model, withoutInt8());
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).contains("Not told apart", "  A  ", "  B  ", "only A 0, only B 0");
        JsonNode difference = new JsonMapper().readTree(json.toFile());
        assertThat(difference.get("pValue").asDouble()).isEqualTo(1);
        assertThat(difference.get("photographs").asInt()).isPositive();
        run("compare", "--data", data, "--split", "test", model).assertFailedWith(USAGE, "B");
        run("compare", "--data", data, "--split", "test", model, folder).assertFailedWith(FAILED, "manifest.json");
    }

    @Test
    void aReportIsOneFile() throws IOException {
        Path report = folder.resolve("report.html");
        Outcome run = run(
                "report",
                "--model",
                model,
                "--data",
                data,
                "--out",
                report,
                "--splits",
                "validation,test",
                "--robustness",
                "6",
                "--against",
                model);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).contains("Written to");
        assertThat(Files.readString(report))
                .contains("Evaluation of discs", "Split validation", "Split test", "A sample of 6 of the")
                .contains("Not told apart: A and B are right and wrong on the same photographs")
                .contains(
                        "Shortcut audit",
                        "photographs of &#39;validation&#39; right",
                        "of the model&#39;s own answers");
        Path beside = folder.resolve("beside.html");
        Outcome evaluated = run("evaluate", "--model", model, "--data", data, "--split", "test", "--report", beside);
        assertThat(evaluated.code()).as(evaluated.err()).isEqualTo(OK);
        assertThat(Files.readString(beside))
                .contains("Split test", "stored turned")
                .doesNotContain("Split validation");
    }

    @Test
    void labelsThatACheckDoubtsAreShown() throws IOException {
        Path report = folder.resolve("report.html");
        Path check = folder.resolve("check");
        assertThat(run("dataset", "check", data, "--classes", "blue,red", "--out", check)
                        .code())
                .isEqualTo(OK);
        Path json = check.resolve("report.json");
        Object[] command = {
            "report", "--model", model, "--data", data, "--out", report, "--robustness", 0, "--check", json
        };
        run(command).assertFailedWith(FAILED, "with a --backbone");
        run("evaluate", "--model", model, "--data", data, "--split", "test", "--check", json)
                .assertFailedWith(USAGE, "'--check' is for '--report'");
        assertThat(report).doesNotExist();

        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(json.toFile());
        ArrayNode suspects = tree.putObject("suspects").putArray("suspects");
        for (String colour : new String[] {"red", "blue"}) {
            for (int i = 0; i < 60; i++) {
                ObjectNode suspect = suspects.addObject();
                suspect.putObject("place").put("path", colour + "/" + i + ".jpg");
                suspect.put("probability", 0.125);
            }
        }
        Files.writeString(json, tree.toString());
        Outcome run = run(command);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        // Of the whole data set's, those of the split that is reported.
        String html = Files.readString(report);
        assertThat(html).contains("Label suspects", "gives this label a probability of 0.1250");
        assertThat(html.split("gives this label", -1)).hasSizeBetween(10, 60);
    }

    @Test
    void aReportThatCannotBeIsOneSentence() {
        Path report = folder.resolve("report.html");
        run("report", "--model", model, "--data", data, "--out", report, "--splits", "tset")
                .assertFailedWith(FAILED, "'tset'", "test, train, validation");
        run("report", "--model", model, "--data", data, "--out", report, "--robustness", "-1")
                .assertFailedWith(USAGE, "--robustness");
        assertThat(report).doesNotExist();
    }

    @Test
    void aRuleThatThePhotographsCannotKeepIsOneSentence() throws IOException {
        Path swapped = Drawings.dataset(folder.resolve("swapped"), 20);
        Files.move(swapped.resolve("red"), swapped.resolve("was red"));
        Files.move(swapped.resolve("blue"), swapped.resolve("red"));
        Files.move(swapped.resolve("was red"), swapped.resolve("blue"));
        Path none = folder.resolve("none");
        run("calibrate", "--model", model, "--data", swapped, "--out", none, "--precision", "0.9")
                .assertFailedWith(FAILED, "was not written", "No threshold makes", "90.00 %");
        assertThat(none).doesNotExist();
    }

    @Test
    void aDecisionThatCannotBeIsAUsageError() {
        Path none = folder.resolve("none");
        run("calibrate", "--model", model, "--data", data, "--out", none, "--coverage", "0.9", "--recall", "0.9")
                .assertFailedWith(USAGE, "one of", "not several");
        run("calibrate", "--model", model, "--data", data, "--out", none, "--coverage", "1.5")
                .assertFailedWith(USAGE, "'coverage'", "1.5");
        run("calibrate", "--model", model, "--data", data, "--out", none, "--thresholds", "0.7,0.3")
                .assertFailedWith(USAGE, "lower <= upper");
        run("calibrate", "--model", model, "--data", data, "--out", none, "--costs", "1")
                .assertFailedWith(USAGE, "two or three numbers");
        assertThat(none).doesNotExist();
    }

    @Test
    void anUnknownSplitIsOneSentence() {
        run("evaluate", "--model", model, "--data", data, "--split", "tset")
                .assertFailedWith(FAILED, "'tset'", "test, train, validation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50,50", "0,1,1", "a,b,c"})
    void sharesThatCannotBeAreAUsageError(String shares) {
        run("evaluate", "--model", model, "--data", data, "--split", "test", "--shares", shares)
                .assertFailedWith(USAGE, "see 'car-or-not evaluate --help'");
    }

    @Test
    void anExportedModelAnswersInOnnxRuntimeAsItselfAndIsTheSameEachTime() throws IOException {
        Path first = folder.resolve("first.onnx");
        Path second = folder.resolve("second.onnx");
        Outcome run = run("export", "--model", model, "--format", "onnx", "--out", first);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out())
                .contains("was written to " + first + " as ONNX fp32", "In ONNX Runtime its logits differ by");
        run("export", "--model", model, "--format", "onnx", "--precision", "fp32", "--out", second);
        assertThat(first).hasSameBinaryContentAs(second);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void int8IsExportedToo() {
        Path file = folder.resolve("model.onnx");
        Outcome run = run("export", "--model", model, "--format", "onnx", "--precision", "int8", "--out", file);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).contains("as ONNX int8", "In ONNX Runtime its logits differ by");
    }

    private Path withoutInt8() throws IOException {
        Artifact artifact = Artifact.open(new FolderFiles(model));
        return ArtifactWriter.write(
                folder.resolve("floats"),
                artifact.manifest(),
                artifact.weights().tensors(),
                Map.of());
    }

    @Test
    void whatCannotBeExportedIsOneSentence() throws IOException {
        Path file = folder.resolve("model.onnx");
        run("export", "--model", withoutInt8(), "--format", "onnx", "--precision", "int8", "--out", file)
                .assertFailedWith(FAILED, "no quantised weights", "--precision fp32");
        run("export", "--model", model, "--format", "onnx", "--out", folder)
                .assertFailedWith(FAILED, folder.toString(), "is a folder");
        run("export", "--model", model, "--format", "onnx", "--out", folder.resolve("absent/model.onnx"))
                .assertFailedWith(FAILED, "There is no folder", "absent");
        run("export", "--model", model, "--format", "tflite", "--out", file).assertFailedWith(USAGE, "tflite");
        assertThat(file).doesNotExist();
    }

    @Test
    void eachPhotographGetsALine() {
        Outcome run = run("classify", "--model", model, red, blue);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.outLines()).hasSize(2);
        assertThat(run.outLines().get(0)).matches("red +[01]\\.\\d{4}  .*b red\\.jpg");
        assertThat(run.outLines().get(1)).matches("blue +[01]\\.\\d{4}  .*a blue\\.jpg");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aFolderStandsForItsFilesInOrderAndRefusalsAreExitCodeOne() throws IOException {
        Files.createDirectories(folder.resolve("b deeper"));
        Files.copy(blue, folder.resolve("b deeper/z.jpg"));
        Outcome run = run("classify", "--model", model, "--csv", folder);
        assertThat(run.code()).isEqualTo(FAILED);
        assertThat(run.outLines()).hasSize(5);
        assertThat(run.outLines().get(0)).isEqualTo("path,verdict,probability,reason,message");
        assertThat(run.outLines().get(1)).startsWith("\"" + blue + "\",blue,0.").endsWith(",,");
        assertThat(run.outLines().get(2)).contains("z.jpg").contains(",blue,0.");
        assertThat(run.outLines().get(3)).contains("b red.jpg").contains(",red,");
        assertThat(run.outLines().get(4)).contains("c.txt").contains(",refused,,NOT_AN_IMAGE,");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonHasAnObjectOnEachLine() throws IOException {
        Outcome run = run("classify", "--model", model, "--json", red, text);
        assertThat(run.code()).isEqualTo(FAILED);
        JsonNode answer = new JsonMapper().readTree(run.outLines().get(0));
        assertThat(answer.get("path").asText()).isEqualTo(red.toString());
        assertThat(answer.get("verdict").asText()).isEqualTo("red");
        assertThat(answer.get("probability").asDouble()).isBetween(0.5, 1.0);
        assertThat(answer.get("width").asInt()).isEqualTo(48);
        assertThat(answer.get("height").asInt()).isEqualTo(40);
        assertThat(answer.get("model").asText()).startsWith("discs ");
        JsonNode refused = new JsonMapper().readTree(run.outLines().get(1));
        assertThat(refused.get("verdict").asText()).isEqualTo("refused");
        assertThat(refused.get("reason").asText()).isEqualTo("NOT_AN_IMAGE");
        assertThat(refused.get("message").asText()).endsWith(".");
        assertThat(refused.has("probability")).isFalse();
    }

    @Test
    void aDashReadsStandardInput() {
        Outcome run = run(Drawings.disc(true, 502), "classify", "--model", model, "-");
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).startsWith("red ").endsWith("  -" + System.lineSeparator());
    }

    @Test
    void explainingWritesAPictureForEachPhotographUnderANameOfItsOwn() throws IOException {
        Path why = folder.resolve("new/why");
        Path deeper = Files.createDirectory(folder.resolve("b deeper"));
        Files.copy(blue, deeper.resolve("B Red.jpg"));
        Outcome plain = run("classify", "--model", model, red, deeper);
        Outcome run = run("classify", "--model", model, "--explain", why, red, deeper);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        assertThat(run.out()).isEqualTo(plain.out());
        // One of them is called as the other but for its letters' case, which not every file system tells apart.
        try (Stream<Path> files = Files.list(why)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("b red.jpg.png", "B Red.jpg-2.png");
        }
        BufferedImage picture = ImageIO.read(why.resolve("b red.jpg.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(48);
        assertThat(picture.getHeight()).isEqualTo(40);
    }

    @Test
    void anExplanationIsInTheJsonToo() throws IOException {
        Path why = folder.resolve("why");
        Outcome run = run(Files.readAllBytes(red), "classify", "--model", model, "--explain", why, "--json", "-", text);
        assertThat(run.code()).isEqualTo(FAILED);
        JsonNode answer = new JsonMapper().readTree(run.outLines().get(0));
        assertThat(answer.get("overlay").asText())
                .isEqualTo(why.resolve("standard-input.png").toString());
        JsonNode explanation = answer.get("explanation");
        assertThat(explanation.get("label").asText()).isEqualTo("red");
        assertThat(explanation.get("values"))
                .hasSize(explanation.get("rows").asInt()
                        * explanation.get("columns").asInt());
        assertThat(explanation.at("/area/height").asDouble()).isBetween(1.0, 40.0);
        JsonNode refused = new JsonMapper().readTree(run.outLines().get(1));
        assertThat(refused.get("reason").asText()).isEqualTo("NOT_AN_IMAGE");
        assertThat(refused.has("overlay")).isFalse();
        assertThat(why.resolve("c.txt.png")).doesNotExist();
    }

    @Test
    void whatWasExplainedIsNotExplainedAgain() throws IOException {
        Files.delete(text);
        Path why = folder.resolve("why");
        Outcome first = run("classify", "--model", model, "--explain", why, folder);
        Outcome second = run("classify", "--model", model, "--explain", why, folder);
        assertThat(first.outLines()).hasSize(2);
        assertThat(second.out()).isEqualTo(first.out());
        try (Stream<Path> files = Files.list(why)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aPlaceForExplanationsThatIsAFileIsOneSentence() {
        run("classify", "--model", model, "--explain", red, blue)
                .assertFailedWith(FAILED, "b red.jpg", "cannot be made", "--explain");
    }

    @Test
    void errorsAreReportedWithHeatBesideThem() throws IOException {
        Path swapped = Drawings.dataset(folder.resolve("swapped"), 20);
        Files.move(swapped.resolve("red"), swapped.resolve("was red"));
        Files.move(swapped.resolve("blue"), swapped.resolve("red"));
        Files.move(swapped.resolve("was red"), swapped.resolve("blue"));
        Path report = folder.resolve("report.html");
        Outcome run = run("report", "--model", model, "--data", swapped, "--out", report, "--robustness", 0);
        assertThat(run.code()).as(run.err()).isEqualTo(OK);
        String html = Files.readString(report);
        int errors = html.split("<li class=\"heated\">", -1).length - 1;
        assertThat(errors).isPositive();
        assertThat(html.split("<img src=\"data:image/jpeg;base64,", -1)).hasSize(2 * errors + 1);
        assertThat(html).contains("speaks for red", "with heat over it");
    }

    @Test
    void aMissingFileIsALineAndExitCodeOne() {
        Outcome run = run("classify", "--model", model, folder.resolve("nowhere.jpg"), red);
        assertThat(run.code()).isEqualTo(FAILED);
        assertThat(run.outLines().get(0)).startsWith("refused").endsWith("nowhere.jpg: There is no such file.");
        assertThat(run.outLines().get(1)).startsWith("red");
    }

    @Test
    void anEmptyFolderIsOneSentence() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        run("classify", "--model", model, empty).assertFailedWith(FAILED, "no photographs in", "empty");
    }

    @Test
    void aFolderThatIsNoModelIsOneSentence() {
        run("classify", "--model", folder, red).assertFailedWith(FAILED, folder.toString(), "manifest.json");
        run("classify", "--model", folder.resolve("nowhere"), red).assertFailedWith(FAILED, "no model folder");
    }

    @Test
    void jsonAndCsvExcludeEachOther() {
        run("classify", "--model", model, "--json", "--csv", red).assertFailedWith(USAGE, "--json", "--csv");
    }

    @Test
    void anUnknownOptionIsNamedWithAHint() {
        run("classify", "--modle", model, red)
                .assertFailedWith(USAGE, "'--modle'", "did you mean", "--model", "see 'car-or-not classify --help'");
    }

    @Test
    void aMissingOptionIsNamed() {
        run("evaluate", "--model", model).assertFailedWith(USAGE, "'--data=DIR'");
    }

    @Test
    void noCommandAndAnUnknownCommandAreUsageErrors() {
        run().assertFailedWith(
                        USAGE,
                        "Name a command: doctor, classify, dataset, train, evaluate, report, compare, ",
                        "models, keys, sign, verify or completion;");
        run("clasify").assertFailedWith(USAGE, "'clasify'", "classify");
    }

    @Test
    void theStackTraceIsShownOnDemandOnly() {
        Outcome run = run("classify", "--stacktrace", "--model", folder, red);
        assertThat(run.code()).isEqualTo(FAILED);
        assertThat(run.err()).startsWith("car-or-not: ").contains("\tat dev.carornot.training.cli.");
    }

    @Test
    void theVersionIsShown() {
        assertThat(run("--version").out()).startsWith("car-or-not ");
    }

    @Test
    void modelsOfDifferentSplitsAreComparedWithAWarning() throws IOException {
        Path other = folder.resolve("other");
        Path config = Files.writeString(folder.resolve("other.yaml"), Drawings.CONFIGURATION + "seed: 7\n");
        assertThat(run("train", "--config", config, "--data", data, "--out", other)
                        .code())
                .isEqualTo(OK);
        Outcome run = run("compare", "--data", data, model, other);
        assertThat(run.code()).isEqualTo(OK);
        assertThat(run.err())
                .startsWith("B was trained with another split than A")
                .contains("dataset import folders");
        assertThat(run("compare", "--data", data, model, model).err()).isEmpty();
    }
}
