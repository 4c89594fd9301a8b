package dev.carornot.classifier.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.fixture.Artifacts;
import dev.carornot.classifier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactWriterTest {
    private static final Manifest DRAFT = Artifacts.draft("car", "1");

    @TempDir
    private Path temporary;

    @Test
    void theManifestIsPrintedForPeopleInAStableOrder() throws IOException {
        Path folder = write(temporary.resolve("a"), Map.of());

        String manifest = Files.readString(folder.resolve("manifest.json"));
        assertThat(manifest)
                .startsWith("{\n  \"schemaVersion\" : 3,\n  \"name\" : \"car\",\n  \"version\" : \"1\",\n")
                .contains("\"variant\" : \"v1.5\"", "\"mean\" : [ 0.485, 0.456, 0.406 ]", "\"temperature\" : 1.25")
                .endsWith("}\n")
                .doesNotContain("\r");
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        Map<String, byte[]> extras = new LinkedHashMap<>();
        extras.put("report.html", "r".getBytes(UTF_8));
        extras.put("figures/curve.svg", "c".getBytes(UTF_8));
        Map<String, byte[]> otherOrder = new LinkedHashMap<>();
        otherOrder.put("figures/curve.svg", "c".getBytes(UTF_8));
        otherOrder.put("report.html", "r".getBytes(UTF_8));

        Path first = write(temporary.resolve("a"), extras);
        Path second = write(temporary.resolve("b"), otherOrder);

        for (String file : List.of("manifest.json", "weights.safetensors", "figures/curve.svg")) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
    }

    @Test
    void freeFormPartsComeBackAsTheyWere() throws IOException {
        ObjectNode evaluation = JsonNodeFactory.instance.objectNode().put("accuracy", 0.9876543210123);
        ObjectNode provenance = JsonNodeFactory.instance.objectNode().put("seed", 42L);
        Manifest draft = new Manifest(
                1,
                "car",
                "1",
                DRAFT.labels(),
                DRAFT.network(),
                DRAFT.input(),
                "fp16",
                DRAFT.decision(),
                evaluation,
                provenance,
                List.of(new Manifest.FileEntry("ignored", 1, "")));

        Path folder = ArtifactWriter.write(temporary.resolve("a"), draft, Artifacts.weights(1), Map.of());
        Manifest manifest = Artifact.open(new FolderFiles(folder)).manifest();
        evaluation.put("accuracy", 0);

        assertThat(manifest.evaluation().get("accuracy").doubleValue()).isEqualTo(0.9876543210123);
        assertThat(draft.evaluation().get("accuracy").doubleValue()).isEqualTo(0.9876543210123);
        assertThat(manifest.provenance().get("seed").longValue()).isEqualTo(42);
        assertThat(manifest.precision()).isEqualTo("fp16");
        assertThat(manifest.files()).hasSize(1);
    }

    @Test
    void anEmptyFolderIsFilledAndParentsAreMade() throws IOException {
        Path empty = Files.createDirectories(temporary.resolve("some/empty"));

        assertThat(write(empty, Map.of())).isEqualTo(empty);
        assertThat(write(temporary.resolve("a/new/parent"), Map.of()).resolve("manifest.json"))
                .exists();
        assertThat(namesIn(empty.getParent())).containsExactly("empty");
    }

    @Test
    void aFolderThatHoldsSomethingIsNotOverwritten() throws IOException {
        Path full = Files.createDirectories(temporary.resolve("full"));
        Files.writeString(full.resolve("precious"), "x");

        assertRefused(
                full, Map.of(), full + " holds files already and is not overwritten; name another folder or empty it.");
        assertThat(namesIn(full)).containsExactly("precious");
        assertThat(namesIn(temporary)).containsExactly("full");
    }

    @Test
    void aFileInTheFoldersPlaceIsNotOverwritten() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertRefused(file, Map.of(), file + " is a file; name a folder for the artifact.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/absolute", "a\\b", "a//b", ""})
    void anExtraFileOutsideTheArtifactIsRefused(String path) throws IOException {
        assertRefused(temporary.resolve("a"), Map.of(path, new byte[1]), " cannot be written: ");
        assertThat(namesIn(temporary)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "weights.safetensors"})
    void whatTheWriterWritesIsNoExtraFile(String path) throws IOException {
        assertRefused(temporary.resolve("a"), Map.of(path, new byte[1]), path + " is written by the writer itself");
    }

    @Test
    void anInterruptedWriteLeavesNothing() throws IOException {
        // "a" is a file, so that "a/b" cannot be written after it.
        Map<String, byte[]> impossible = new LinkedHashMap<>();
        impossible.put("a", new byte[1]);
        impossible.put("a/b", new byte[1]);

        assertThatThrownBy(() -> write(temporary.resolve("artifact"), impossible))
                .isInstanceOf(IOException.class);

        assertThat(namesIn(temporary)).isEmpty();
    }

    @Test
    void weightsThatCannotBeWrittenLeaveNothing() throws IOException {
        Map<String, Tensor> reserved =
                Map.of("__metadata__", Artifacts.weights(1).get("head.bias"));

        assertThatThrownBy(() -> ArtifactWriter.write(temporary.resolve("artifact"), DRAFT, reserved, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(namesIn(temporary)).isEmpty();
    }

    @Test
    void aDraftOfAnotherSchemaIsNotWritten() throws IOException {
        Manifest draft = new Manifest(
                Manifest.SCHEMA_VERSION + 1,
                "car",
                "1",
                DRAFT.labels(),
                DRAFT.network(),
                DRAFT.input(),
                "fp32",
                DRAFT.decision(),
                null,
                null,
                List.of());

        assertThatThrownBy(() -> ArtifactWriter.write(temporary.resolve("a"), draft, Artifacts.weights(1), Map.of()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("needs a newer version of this product");
        assertThat(namesIn(temporary)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "current", ".hidden", "-option", "UPPER", "a/b", "a b"})
    void namesThatAreNoFileNamesAreRefused(String name) {
        assertThatThrownBy(() -> Artifacts.draft(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The name '" + name + "' will not do");
        assertThatThrownBy(() -> Artifacts.draft("car", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The version '" + name + "' will not do");
    }

    private static Path write(Path folder, Map<String, byte[]> extras) throws IOException {
        return ArtifactWriter.write(folder, DRAFT, Artifacts.weights(1), extras);
    }

    private static void assertRefused(Path folder, Map<String, byte[]> extras, String message) {
        assertThatThrownBy(() -> write(folder, extras))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message);
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).toList();
        }
    }
}
