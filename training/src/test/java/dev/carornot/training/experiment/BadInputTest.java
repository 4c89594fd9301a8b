package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be trained is said in one sentence, and nothing half-written is left. */
final class BadInputTest {
    private static final String HEAD = """
            name: drawn
            train: head
            labels: {negative: blue, positive: red}
            backbone: {variant: v1.5, blocks: [1, 1], width: 8, precision: fp32}
            head: {hidden: [8], dropout: 0}
            input: {resize: 36, crop: 32}
            optimization: {learningRate: 0.01, epochs: 2, batch: 8}
            """;
    private static final String STAGES = DrawnData.STAGES.replace("epochs: 6", "epochs: 2");
    private static final String NETWORK =
            HEAD.replace("train: head", "train: network").replace(", precision: fp32", "");

    @TempDir
    private Path folder;

    private Path data;
    private Path backbone;

    @BeforeEach
    void draw() throws IOException {
        data = folder.resolve("data");
        DrawnData.draw(data);
        backbone = folder.resolve("backbone.safetensors");
        DrawnData.writeBackbone(backbone, 8);
    }

    private TrainingSummary run(String yaml, Path weights) throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), yaml);
        return Experiment.run(
                new TrainRequest(config, data, weights, folder.resolve("out"), folder.resolve("cache"), true),
                ProgressFactory.SILENT);
    }

    /** @param beside what may lie beside the output, of hidden files */
    private void assertRefused(String yaml, Path weights, List<String> beside, String... parts) throws IOException {
        assertThatThrownBy(() -> run(yaml, weights))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(parts)
                .message()
                .hasLineCount(1)
                .matches(".*[.?]");
        assertThat(folder.resolve("out")).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .containsExactlyInAnyOrderElementsOf(beside);
        }
    }

    private void assertRefused(String yaml, String... parts) throws IOException {
        Path weights = yaml.contains("train: network") ? null : backbone;
        assertRefused(yaml, weights, List.of(), parts);
    }

    /** Puts photographs into splits by their numbers. */
    private void manifest(IntFunction<String> split) throws IOException {
        List<String> lines = new ArrayList<>(List.of("path,label,split"));
        for (int i = 0; i < DrawnData.PHOTOGRAPHS; i++) {
            String label = i % 2 == 0 ? "red" : "blue";
            lines.add(label + "/" + i + ".jpg," + label + "," + split.apply(i));
        }
        Files.write(data.resolve("manifest.csv"), lines);
    }

    @Test
    void anUnknownKey() throws IOException {
        assertRefused(HEAD.replace("epochs: 2", "epoch: 2"), "unknown key 'optimization.epoch'", "epochs", "(line 7)");
    }

    @Test
    void sharesThatAreNone() throws IOException {
        assertRefused(HEAD + "split: {train: 0.8, validation: 0, test: 0.2}", "'split' shares are positive");
        assertRefused(HEAD + "split: {train: 0.8, validation: 0.8, test: 0.2}", "sum to 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {HEAD_SCOPE, STAGES_SCOPE, NETWORK_SCOPE})
    void aSplitWithoutPhotographs(String scope) throws IOException {
        manifest(i -> i < 80 ? "train" : "test");
        assertRefused(yaml(scope), "The split 'validation' has no photographs; there are: test, train.");
        manifest(i -> i < 80 ? "validation" : "test");
        assertRefused(yaml(scope), "The split 'train' has no photographs");
    }

    @ParameterizedTest
    @ValueSource(strings = {HEAD_SCOPE, STAGES_SCOPE, NETWORK_SCOPE})
    void aClassWithoutPhotographs(String scope) throws IOException {
        manifest(i -> i % 2 == 0 ? "train" : i < 60 ? "train" : "validation");
        assertRefused(yaml(scope), "The split 'validation' has no photograph labelled 'red'");
        manifest(i -> i % 2 == 0 && i < 60 ? "train" : "validation");
        assertRefused(yaml(scope), "The split 'train' has no photograph labelled 'blue'");
    }

    private static final String HEAD_SCOPE = "head";
    private static final String STAGES_SCOPE = "stages";
    private static final String NETWORK_SCOPE = "network";

    private static String yaml(String scope) {
        return switch (scope) {
            case HEAD_SCOPE -> HEAD;
            case STAGES_SCOPE -> STAGES;
            default -> NETWORK;
        };
    }

    private Path changed(Map<String, String> metadata, String without, String wider) throws IOException {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Safetensors.read(backbone).tensors());
        tensors.remove(without);
        if (tensors.containsKey(wider)) {
            tensors.put(wider, Tensor.of(new float[3], new Shape(3)));
        }
        Path file = folder.resolve("changed.safetensors");
        Safetensors.write(file, tensors, metadata);
        return file;
    }

    @Test
    void aBackboneThatSaysThatItIsOfTheOtherVariant() throws IOException {
        Path v1 = changed(Map.of("variant", "v1 (stride 2 in the first 1x1 convolution of a stage)"), "", "");
        assertRefused(
                HEAD,
                v1,
                List.of(),
                "changed.safetensors' says that it is a ResNet of variant v1, and not v1.5 as configured",
                "'variant' of the backbone");
        Path v15 = changed(Map.of("variant", "v1.5"), "", "");
        assertRefused(STAGES, v15, List.of(), "variant v1.5, and not v1 as configured");
        // What fits, or says nothing that is understood, is taken.
        run(HEAD, v15);
        assertThat(folder.resolve("out/manifest.json")).exists();
    }

    @Test
    void aBackboneWithAnotherNamingOfVariantsIsBelieved() throws IOException {
        run(HEAD, changed(Map.of("variant", "v1.51 of somebody"), "", ""));
        assertThat(folder.resolve("out/manifest.json")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {HEAD_SCOPE, STAGES_SCOPE})
    void aBackboneThatLacksATensorOrHasOneOfAnotherShape(String scope) throws IOException {
        String tensor = "layer1.0.bn2.running_var";
        assertRefused(
                yaml(scope),
                changed(Map.of(), tensor, ""),
                List.of(),
                "changed.safetensors lacks the tensor " + tensor,
                "right stages and width?");
        assertRefused(
                yaml(scope),
                changed(Map.of(), "", tensor),
                List.of(),
                "changed.safetensors holds " + tensor + " as (3)",
                "needs (8)");
        Path text = Files.writeString(folder.resolve("text"), "no tensors");
        assertRefused(yaml(scope), text, List.of(), "text is no tensor file");
        assertRefused(yaml(scope), folder.resolve("absent"), List.of(), "absent");
    }

    private Path onlyFile(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private byte[] weights() throws IOException {
        return Files.readAllBytes(folder.resolve("out").resolve(Artifact.WEIGHTS));
    }

    private void forget(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(tree)) {
            all = walked.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    @Test
    void aCacheOfAnotherBackboneUnderThisOnesName() throws IOException {
        run(HEAD, backbone);
        Path own = onlyFile(folder.resolve("cache"));
        byte[] ours = Files.readAllBytes(own);
        forget(folder.resolve("out"));
        Path other = folder.resolve("other.safetensors");
        DrawnData.writeBackbone(other, 8);
        Map<String, Tensor> tensors = Safetensors.read(other).tensors();
        Safetensors.write(other, tensors, Map.of("another", "file"));
        run(HEAD, other);
        forget(folder.resolve("out"));
        // Each has a file of its own; now the first's lies under the second's name.
        Path theirs;
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            theirs = files.filter(path -> !path.equals(own)).findFirst().orElseThrow();
        }
        Files.write(theirs, ours);
        assertRefused(
                HEAD,
                other,
                List.of(),
                theirs.getFileName().toString(),
                "is not a feature cache of this network; delete it");
        assertThat(Files.readAllBytes(theirs)).isEqualTo(ours);
    }

    @Test
    void aCacheOfOtherPhotographsIsAddedToAndChangesNothing() throws IOException {
        run(HEAD, backbone);
        byte[] alone = weights();
        forget(folder.resolve("out"));
        forget(folder.resolve("cache"));
        Path mine = data;
        data = folder.resolve("others");
        for (int i = 0; i < 40; i++) {
            Path file = data.resolve(i % 2 == 0 ? "red" : "blue").resolve(i + ".jpg");
            Files.createDirectories(file.getParent());
            Files.write(file, DrawnPictures.write(DrawnData.drawing(i % 2 == 0, 2000 + i), "jpeg"));
        }
        run(HEAD, backbone);
        forget(folder.resolve("out"));
        data = mine;
        run(HEAD, backbone);
        assertThat(weights()).isEqualTo(alone);
    }

    @ParameterizedTest
    @ValueSource(strings = {HEAD_SCOPE, STAGES_SCOPE})
    void aDamagedCacheIsComputedAgain(String scope) throws IOException {
        run(yaml(scope), backbone);
        byte[] whole = weights();
        forget(folder.resolve("out"));
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
        run(yaml(scope), backbone);
        assertThat(weights()).isEqualTo(whole);
        String computed = scope.equals(HEAD_SCOPE) ? "featuresComputed" : "mapsComputed";
        assertThat(Artifact.open(new FolderFiles(folder.resolve("out")))
                        .manifest()
                        .provenance()
                        .at("/training/" + computed)
                        .asInt())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {HEAD_SCOPE, STAGES_SCOPE})
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullWhileFeaturesOrMapsAreWritten(String scope) throws Exception {
        int header = 48;
        int record = scope.equals(HEAD_SCOPE) ? 36 + 4 * 64 : 36 + 2 * 32 * 4 * 4;
        FileSizeLimit.during(
                header + 20L * record + record / 2,
                () -> assertRefused(
                        yaml(scope), backbone, List.of(), "The feature cache '", "cannot be written: File too large."));
        // What is there is whole, and what the disk has no room for is computed later.
        Path cache = onlyFile(folder.resolve("cache"));
        assertThat(Files.size(cache)).isEqualTo(header + 20L * record);
        run(yaml(scope), backbone);
        byte[] resumed = weights();
        forget(folder.resolve("cache"));
        forget(folder.resolve("out"));
        run(yaml(scope), backbone);
        assertThat(resumed).isEqualTo(weights());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullFromTheStartLeavesNoCache() throws Exception {
        Path config = Files.writeString(folder.resolve("config.yaml"), HEAD);
        TrainRequest request =
                new TrainRequest(config, data, backbone, folder.resolve("out"), folder.resolve("cache"), true);
        FileSizeLimit.during(
                16,
                () -> assertThatThrownBy(() -> Experiment.run(request, ProgressFactory.SILENT))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("cannot be opened (IOException: File too large)"));
        assertThat(folder.resolve("cache")).isEmptyDirectory();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullWhileTheCheckpointIsWritten() throws Exception {
        run(STAGES, backbone);
        byte[] whole = weights();
        forget(folder.resolve("out"));
        // Weights, average, two moments and the best of them: about 140 KB.
        FileSizeLimit.during(
                60_000,
                () -> assertRefused(
                        STAGES,
                        backbone,
                        List.of(),
                        "The checkpoint '",
                        ".out.checkpoint' cannot be written: File too large."));
        run(STAGES, backbone);
        assertThat(weights()).isEqualTo(whole);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullWhileTheModelIsWritten() throws Exception {
        run(HEAD, backbone);
        byte[] whole = weights();
        forget(folder.resolve("out"));
        // The head's checkpoint is smaller than the whole network.
        FileSizeLimit.during(
                25_000,
                () -> assertRefused(
                        HEAD, backbone, List.of(".out.checkpoint"), "out' cannot be written: File too large."));
        // The training was not in vain: the same command takes it from the checkpoint.
        run(HEAD, backbone);
        assertThat(weights()).isEqualTo(whole);
        assertThat(folder.resolve(".out.checkpoint")).doesNotExist();
    }
}
