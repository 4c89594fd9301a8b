package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.calibration.Calibrated;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    private static final String HEAD = """
            name: drawn
            train: head
            labels: {negative: blue, positive: red}
            backbone: {variant: v1.5, blocks: [1, 1], width: 8}
            head: {hidden: [8], dropout: 0.1}
            input: {resize: 36, crop: 32}
            optimization: {learningRate: 0.01, epochs: 12, batch: 8}
            evaluate: [validation, test, elsewhere]
            seed: 5
            """;
    private static final String NETWORK = """
            name: scratch
            train: network
            labels: {negative: blue, positive: red}
            backbone: {blocks: [1, 1], width: 4}
            head: {hidden: [], dropout: 0}
            input: {resize: 36, crop: 32}
            optimization: {optimizer: adamw, schedule: cosine, warmupEpochs: 1, weightDecay: 0.01, epochs: 3, batch: 8}
            augmentation: {smallestCrop: 0.5, flip: 0.5, jitter: 0.1, grey: 0, coarse: 0.2}
            weights: fp16
            """;

    @TempDir
    private Path folder;

    private Path data;
    private Path backbone;

    @BeforeEach
    void drawPhotographs() throws IOException {
        data = folder.resolve("data");
        DrawnData.draw(data);
        backbone = folder.resolve("backbone.safetensors");
        DrawnData.writeBackbone(backbone, 8);
    }

    @Test
    void aHeadIsTrainedEvaluatedAndServes() throws IOException {
        TrainingSummary summary = run(HEAD, backbone, "out");
        assertThat(summary.evaluations()).extracting(Evaluation::split).containsExactly("validation", "test");
        assertThat(summary.evaluations().get(0).accuracy()).isGreaterThan(0.9);
        assertThat(summary.skipped()).isEmpty();

        Artifact artifact = open("out");
        Manifest manifest = artifact.manifest();
        assertThat(manifest.name()).isEqualTo("drawn");
        assertThat(manifest.labels().positive()).isEqualTo("red");
        assertThat(manifest.evaluation().at("/validation/accuracy").asDouble())
                .isEqualTo(summary.evaluations().get(0).accuracy());
        assertThat(manifest.provenance().at("/training/epochs")).hasSize(12);
        // 120 photographs, half of them for training, in batches of 8.
        assertThat(manifest.provenance().at("/training/steps/trainingLoss"))
                .hasSameSizeAs(manifest.provenance().at("/training/steps/step"))
                .hasSizeBetween(60, 100);
        assertThat(manifest.provenance().at("/data/sha256").asText()).hasSize(64);
        assertThat(manifest.provenance().at("/training/featuresComputed").asInt())
                .isPositive();
        assertThat(RecordedSplit.of(manifest)).isEqualTo(new RandomSplit(5, 0.5, 0.3, 0.2));
        try (Classifier classifier = Classifier.open(artifact)) {
            Verdict verdict = classifier.classify(DrawnPictures.write(DrawnData.drawing(true, 1000), "png"));
            assertThat(verdict).isInstanceOf(Verdict.Positive.class);
            assertThat(((Verdict.Classified) verdict).label()).isEqualTo("red");
        }
    }

    @Test
    void aDecisionThatIsLeftToThePhotographsIsFoundOnTheValidationSplit() throws IOException {
        TrainingSummary summary = run(HEAD + "decision: {calibrate: true, coverage: 0.9}\n", backbone, "out");
        Calibrated calibrated = summary.calibrated().orElseThrow();
        Manifest manifest = open("out").manifest();
        assertThat(manifest.decision()).isEqualTo(calibrated.decision());
        assertThat(manifest.decision().lower())
                .isEqualTo(1 - manifest.decision().upper(), within(1e-9));
        assertThat(manifest.evaluation().at("/calibration/before/ece").asDouble())
                .isEqualTo(calibrated.before().ece());
        assertThat(manifest.evaluation().at("/validation/ece").asDouble())
                .isEqualTo(calibrated.after().ece(), within(1e-9));
        assertThat(manifest.evaluation()
                        .at("/validation/atThresholds/uncertain")
                        .asInt())
                .isEqualTo(calibrated.uncertain())
                .isLessThanOrEqualTo(calibrated.photographs() / 10);
        assertThat(manifest.provenance().at("/configuration/decision/coverage").asDouble())
                .isEqualTo(0.9);
    }

    @Test
    void aSecondRunTakesItsFeaturesFromTheCacheAndGivesTheSameWeights() throws IOException {
        run(HEAD, backbone, "first");
        run(HEAD, backbone, "second");
        assertThat(open("second")
                        .manifest()
                        .provenance()
                        .at("/training/featuresComputed")
                        .asInt())
                .isZero();
        assertSameWeights("first", "second");
    }

    @Test
    void aNetworkIsTrainedFromAFreshStartTheSameAtEveryRun() throws IOException {
        TrainingSummary summary = run(NETWORK, null, "first");
        assertThat(summary.epochs()).isEqualTo(3);
        run(NETWORK, null, "second");
        assertSameWeights("first", "second");
        Manifest manifest = open("first").manifest();
        assertThat(manifest.precision()).isEqualTo("fp16");
        assertThat(open("first").weights().tensors().get("conv1.weight").type()).isEqualTo(DataType.FLOAT16);
        assertThat(open("first").weights().tensors().get("bn1.running_var").type())
                .isEqualTo(DataType.FLOAT32);
    }

    @Test
    void aHeadLearnsFromSeveralCopiesOfTheFeatures() throws IOException {
        TrainingSummary summary = run(HEAD + "augmentation: {flip: 0.5, jpeg: 0.5, copies: 3}\n", backbone, "out");
        assertThat(summary.evaluations().get(0).accuracy()).isGreaterThan(0.9);
        int training = open("out")
                .manifest()
                .provenance()
                .at("/data/photographs/train/red")
                .asInt();
        // Three copies of both classes' training photographs, and those of validation once.
        assertThat(open("out")
                        .manifest()
                        .provenance()
                        .at("/training/featuresComputed")
                        .asInt())
                .isGreaterThan(DrawnData.PHOTOGRAPHS)
                .isGreaterThan(3 * training);
    }

    @Test
    void aFreshStageIsTrainedOnTheFrozenOnesAndTheWholeNetworkServes() throws IOException {
        TrainingSummary summary = run(DrawnData.STAGES, backbone, "first");
        assertThat(summary.evaluations().get(0).accuracy()).isGreaterThan(0.9);
        Artifact artifact = open("first");
        // What was frozen is the file's, to the bit.
        assertThat(artifact.weights().tensors().get("layer1.0.bn1.running_mean").toFloats())
                .isEqualTo(Safetensors.read(backbone)
                        .tensors()
                        .get("layer1.0.bn1.running_mean")
                        .toFloats());
        // The best epoch's loss, taken on cached maps of 16 bits, is the served network's.
        double best = artifact.manifest()
                .provenance()
                .at("/training/epochs")
                .get(summary.bestEpoch() - 1)
                .get("validationLoss")
                .asDouble();
        assertThat(summary.evaluations().get(0).logLoss()).isCloseTo(best, within(0.01));
        run(DrawnData.STAGES, backbone, "second");
        assertThat(open("second")
                        .manifest()
                        .provenance()
                        .at("/training/mapsComputed")
                        .asInt())
                .isZero();
        assertSameWeights("first", "second");
    }

    @Test
    void aStageIsTrainedOnFromTheFilesWeights() throws IOException {
        String unfrozen = DrawnData.STAGES
                .replace("fresh: layer2", "unfreeze: layer2")
                .replace("v1,", "v1.5,")
                .replace("epochs: 6", "epochs: 1, stageDecay: 0.5, headLearningRate: 0.02, earlyStopping: 1");
        assertThat(run(unfrozen, backbone, "out").epochs()).isEqualTo(1);
        float[] before = Safetensors.read(backbone)
                .tensors()
                .get("layer2.0.conv2.weight")
                .toFloats();
        float[] after =
                open("out").weights().tensors().get("layer2.0.conv2.weight").toFloats();
        assertThat(after).isNotEqualTo(before).containsExactly(before, within(0.1f));
    }

    @Test
    void whileTheHeadAloneIsTrainedTheStagesStayTheFilesToTheBit() throws IOException {
        String staged = DrawnData.STAGES
                .replace("fresh: layer2", "unfreeze: layer2")
                .replace("ema: 0.5", "unfreezeEvery: 2, weightDecay: 0.1")
                .replace("epochs: 6", "epochs: 2");
        run(staged, backbone, "out");
        Map<String, Tensor> file = Safetensors.read(backbone).tensors();
        Map<String, Tensor> trained = open("out").weights().tensors();
        file.forEach((name, tensor) ->
                assertThat(trained.get(name).toFloats()).as(name).isEqualTo(tensor.toFloats()));
        run(staged.replace("epochs: 2", "epochs: 4"), backbone, "longer");
        int best =
                open("longer").manifest().provenance().at("/training/bestEpoch").asInt();
        assertThat(best).isGreaterThan(2);
        assertThat(open("longer")
                        .weights()
                        .tensors()
                        .get("layer2.0.bn2.running_mean")
                        .toFloats())
                .isNotEqualTo(file.get("layer2.0.bn2.running_mean").toFloats());
    }

    @Test
    void anInterruptedTrainingGoesOnToTheSameWeights() throws IOException {
        ProgressFactory interrupting = (task, unit, total) -> new Progress() {
            @Override
            public void advance(long units) {}

            @Override
            public void detail(String text) {
                if (text.startsWith("epoch 3/")) {
                    throw new IllegalStateException("interrupted");
                }
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> Experiment.run(request(DrawnData.STAGES, backbone, "out"), interrupting))
                .hasMessage("interrupted");
        assertThat(folder.resolve(".out.checkpoint")).exists();
        run(DrawnData.STAGES, backbone, "out");
        assertThat(folder.resolve(".out.checkpoint")).doesNotExist();
        run(DrawnData.STAGES, backbone, "whole");
        assertSameWeights("out", "whole");
    }

    @Test
    void aPhotographThatCannotBeReadIsListedAndSkipped() throws IOException {
        // One in 101 is just less than 1 %.
        List<String> lines = new ArrayList<>(List.of("path,label,split"));
        for (int i = 0; i < DrawnData.PHOTOGRAPHS; i++) {
            String label = i % 2 == 0 ? "red" : "blue";
            lines.add(label + "/" + i + ".jpg," + label + "," + (i < 100 ? "train" : "validation"));
        }
        Files.writeString(data.resolve("broken.jpg"), "this is no photograph");
        lines.add("broken.jpg,red,train");
        Path manifest = data.resolve("manifest.csv");
        Files.write(manifest, lines);
        TrainingSummary summary = run(HEAD, backbone, "out");
        assertThat(summary.skipped()).hasSize(1);
        assertThat(summary.skipped().get(0)).startsWith("broken.jpg: ");
        assertThat(open("out").manifest().provenance().at("/data/skippedCount").asInt())
                .isEqualTo(1);
    }

    @Test
    void moreThanOneInAHundredThatCannotBeReadStopsEitherKindOfTraining() throws IOException {
        for (int i = 0; i < 6; i++) {
            Files.writeString(data.resolve("red").resolve("broken" + i + ".jpg"), "no photograph " + i);
        }
        for (String configuration : List.of(HEAD, NETWORK)) {
            assertThatThrownBy(() -> run(configuration, configuration.equals(HEAD) ? backbone : null, "out"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("more than 1 %");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    @Test
    void aBackboneThatDoesNotFitIsNamedWithItsTensor() throws IOException {
        Path narrow = folder.resolve("narrow.safetensors");
        DrawnData.writeBackbone(narrow, 4);
        assertThatThrownBy(() -> run(HEAD, narrow, "out"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("narrow.safetensors holds conv1.weight as (4, 3, 7, 7)")
                .hasMessageContaining("needs (8, 3, 7, 7)");
        String deeper = HEAD.replace("[1, 1]", "[1, 1, 1]");
        assertThatThrownBy(() -> run(deeper, backbone, "out"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("backbone.safetensors lacks the tensor layer3.0.conv1.weight");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void backboneAndConfigurationMustAgree() {
        assertThatThrownBy(() -> run(HEAD, null, "out")).hasMessageContaining("--backbone");
        assertThatThrownBy(() -> run(NETWORK, backbone, "out")).hasMessageContaining("leave --backbone out");
    }

    @Test
    void aFolderThatHoldsFilesIsNotOverwritten() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/precious"), "mine");
        assertThatThrownBy(() -> run(HEAD, backbone, "out"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds files already");
        assertThat(folder.resolve("out/precious")).hasContent("mine");
    }

    @Test
    void anInterruptedExtractionResumes() throws IOException {
        int stopAfter = 40;
        ProgressFactory interrupting = (task, unit, total) -> new Progress() {
            private long done;

            @Override
            public void advance(long units) {
                done += units;
                if (task.equals("Computing features") && done >= stopAfter) {
                    throw new IllegalStateException("interrupted");
                }
            }

            @Override
            public void detail(String text) {}

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> Experiment.run(request(HEAD, backbone, "out"), interrupting))
                .hasMessage("interrupted");
        assertThat(folder.resolve("out")).doesNotExist();
        run(HEAD, backbone, "resumed");
        int computed = open("resumed")
                .manifest()
                .provenance()
                .at("/training/featuresComputed")
                .asInt();
        assertThat(computed).isPositive().isLessThan(DrawnData.PHOTOGRAPHS - stopAfter / 2);
        Experiment.run(request(HEAD, backbone, "whole", folder.resolve("other-cache")), ProgressFactory.SILENT);
        assertSameWeights("resumed", "whole");
    }

    @Test
    void nothingIsLeftBesideTheArtifact() throws IOException {
        run(HEAD, backbone, "out");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "backbone.safetensors", "cache", "out", "out.yaml");
        }
    }

    private void assertSameWeights(String first, String second) throws IOException {
        assertThat(Files.mismatch(weights(first), weights(second))).isEqualTo(-1);
    }

    private Path weights(String out) {
        return folder.resolve(out).resolve(Artifact.WEIGHTS);
    }

    private Artifact open(String out) throws IOException {
        return Artifact.open(new FolderFiles(folder.resolve(out)));
    }

    private TrainingSummary run(String yaml, Path weights, String out) throws IOException {
        return Experiment.run(request(yaml, weights, out), ProgressFactory.SILENT);
    }

    private TrainRequest request(String yaml, Path weights, String out) throws IOException {
        return request(yaml, weights, out, folder.resolve("cache"));
    }

    private TrainRequest request(String yaml, Path weights, String out, Path cache) throws IOException {
        Path config = folder.resolve(out + ".yaml");
        Files.writeString(config, yaml);
        return new TrainRequest(config, data, weights, folder.resolve(out), cache, false);
    }
}
