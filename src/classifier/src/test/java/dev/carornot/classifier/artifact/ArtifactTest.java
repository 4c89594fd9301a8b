package dev.carornot.classifier.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.fixture.Artifacts;
import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {
    private static final String REPORT = "report.html";

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void writeAnArtifact() throws IOException {
        folder = ArtifactWriter.write(
                temporary.resolve("artifact"),
                Artifacts.draft("car", "1"),
                Artifacts.weights(7),
                Map.of(REPORT, "<html>".getBytes(UTF_8)));
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Artifact artifact = open();

        Manifest draft = Artifacts.draft("car", "1");
        assertThat(artifact.manifest().withFiles(draft.files())).isEqualTo(draft);
        assertThat(artifact.manifest().files())
                .extracting(Manifest.FileEntry::path)
                .containsExactly(REPORT, Artifact.WEIGHTS);
        assertThat(artifact.weights().tensors()).containsOnlyKeys("head.weight", "head.bias");
        assertThat(artifact.weights().tensors().get("head.bias").toFloats()).containsExactly(-1, 7);
        assertThat(artifact.location()).isEqualTo(folder.toString());
    }

    @Test
    void weightsCutShortAnywhereAreRefusedWithTheirName() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(Artifact.WEIGHTS));
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(folder.resolve(Artifact.WEIGHTS), Arrays.copyOf(whole, length));
            assertRefused("weights.safetensors is damaged: it has " + length + " bytes");
        }
    }

    @Test
    void lengthsAreWrittenForPeople() throws IOException {
        change(manifest -> entry(manifest, Artifact.WEIGHTS).put("length", 4096));

        assertRefused("bytes, and the manifest says 4,096 bytes.");
    }

    @Test
    void aManifestCutShortAnywhereIsRefusedWithItsName() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("manifest.json"));
        // The last byte is a line feed, without which the manifest is still whole.
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(folder.resolve("manifest.json"), Arrays.copyOf(whole, length));
            assertRefused("manifest.json is damaged: it");
        }
    }

    @Test
    void aFlippedBitInTheWeightsIsRefusedWithBothDigests() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(Artifact.WEIGHTS));
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            Files.write(folder.resolve(Artifact.WEIGHTS), flipped);
            assertRefused("weights.safetensors is damaged: its SHA-256 is ");
        }
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(folder.resolve(REPORT));

        assertRefused(REPORT + " is missing, though the manifest lists it.");
    }

    @Test
    void aFolderWithoutManifestIsNoArtifact() throws IOException {
        Files.delete(folder.resolve("manifest.json"));

        assertRefused("is no artifact: it holds no manifest.json.");
    }

    @Test
    void anAbsentFolderIsNoArtifact() {
        assertThatThrownBy(() -> Artifact.open(new FolderFiles(temporary.resolve("absent"))))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("absent is no artifact");
    }

    @Test
    void aManifestMustListTheWeights() throws IOException {
        change(manifest -> manifest.withArray("files").remove(1));

        assertRefused("manifest.json is no valid manifest: it does not list weights.safetensors.");
    }

    @Test
    void aFileListedTwiceIsRefused() throws IOException {
        change(manifest -> manifest.withArray("files").add(manifest.at("/files/0")));

        assertRefused("it lists report.html twice");
    }

    @Test
    void theManifestCannotListItself() throws IOException {
        change(manifest -> entry(manifest, REPORT).put("path", "manifest.json"));

        assertRefused("it lists itself");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "/etc/passwd",
                "a/../../outside",
                "a\\b",
                "C:b",
                "a//b",
                "./a",
                "a/",
                "",
                "a\u0000b"
            })
    void aPathThatLeavesTheArtifactIsRefused(String path) throws IOException {
        Files.writeString(temporary.resolve("outside"), "<html>");
        change(manifest -> entry(manifest, REPORT).put("path", path));

        assertRefused("manifest.json is not to be trusted: ");
    }

    @Test
    void aLinkThatLeavesTheArtifactIsRefused() throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside"), "<html>");
        Files.delete(folder.resolve(REPORT));
        Files.createSymbolicLink(folder.resolve(REPORT), outside);

        assertRefused("report.html is not to be trusted: it is a link to " + outside.toRealPath());
    }

    @Test
    void aLinkWithinTheArtifactIsFollowed() throws IOException {
        Files.move(folder.resolve(REPORT), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve(REPORT), Path.of("real"));

        assertThat(open().manifest().name()).isEqualTo("car");
    }

    @Test
    void aFolderInAFilesPlaceIsRefused() throws IOException {
        Files.delete(folder.resolve(REPORT));
        Files.createDirectory(folder.resolve(REPORT));

        assertRefused("report.html is no regular file.");
    }

    @Test
    void aNewerSchemaAsksForANewerProduct() throws IOException {
        change(manifest -> manifest.put("schemaVersion", 4).put("somethingNew", true));

        assertRefused("manifest.json needs a newer version of this product: its schema version is 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1.0", "\"1\"", "null", "4294967297"})
    void aMalformedSchemaVersionIsRefused(String version) throws IOException {
        replaceInManifest("\"schemaVersion\" : 3", "\"schemaVersion\" : " + version);

        assertRefused("manifest.json is no valid manifest: it has no schemaVersion.");
    }

    @Test
    void aManifestOfTheFirstSchemaVersionIsReadAsNotQuantised() throws IOException {
        change(manifest -> manifest.put("schemaVersion", 1).remove("quantization"));

        assertThat(open().manifest().schemaVersion()).isEqualTo(1);
        assertThat(open().quantized()).isEmpty();
    }

    @Test
    void aManifestOfTheSecondSchemaVersionSquashesNothing() throws IOException {
        change(manifest -> {
            manifest.put("schemaVersion", 2);
            ((ObjectNode) manifest.at("/input/size")).remove("aspect");
        });

        assertThat(open().manifest().input().size().aspect()).isEqualTo(1);
    }

    @Test
    void int8WeightsComeBackWithTheirRanges() throws IOException {
        QuantizedWeights weights = int8();

        Artifact artifact = Artifact.open(new FolderFiles(quantized()));
        QuantizedWeights read = artifact.quantized().orElseThrow();
        assertThat(read.quantization()).isEqualTo(weights.quantization());
        assertThat(read.tensors().tensors().get("conv.weight").data())
                .isEqualTo(ByteBuffer.wrap(new byte[] {-127, 0, 127}));
        assertThat(artifact.source().isQuantized()).isTrue();
    }

    @Test
    void whoUsesOneFileDoesNotMeetTheDamageOfAnother() throws IOException {
        Path quantized = quantized();
        flipABit(quantized.resolve(Artifact.WEIGHTS));

        Artifact artifact = Artifact.open(new FolderFiles(quantized));

        assertThat(artifact.source().quantized().tensors().tensors()).containsOnlyKeys("conv.weight");
        assertThatThrownBy(() -> artifact.source().weights())
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("weights.safetensors is damaged: its SHA-256 is ");
        assertThatThrownBy(artifact::verify).hasMessageContaining("weights.safetensors is damaged");
    }

    @Test
    void damagedInt8WeightsAreRefusedWhenTheyAreAskedFor() throws IOException {
        Path quantized = quantized();
        flipABit(quantized.resolve(Artifact.INT8_WEIGHTS));

        Artifact artifact = Artifact.open(new FolderFiles(quantized));

        assertThat(artifact.weights().tensors()).isNotEmpty();
        assertThatThrownBy(artifact::quantized)
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("weights-int8.safetensors is damaged: its SHA-256 is ");
    }

    @Test
    void aFileOfAnotherLengthIsRefusedAtOnce() throws IOException {
        Files.write(folder.resolve(REPORT), new byte[1]);

        assertThatThrownBy(() -> Artifact.open(new FolderFiles(folder)))
                .hasMessageContaining("report.html is damaged: it has 1 byte");
    }

    private Path quantized() throws IOException {
        return ArtifactWriter.write(
                temporary.resolve("quantized"),
                Artifacts.draft("car", "2"),
                Artifacts.weights(7),
                Optional.of(int8()),
                Map.of());
    }

    private static void flipABit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void rangesWithoutInt8WeightsAreRefused() throws IOException {
        change(manifest -> manifest.putObject("quantization")
                .putObject("activations")
                .putObject("input")
                .put("scale", 0.1)
                .put("zeroPoint", 0));

        assertRefused("manifest.json is no valid manifest: a quantization and the file weights-int8.safetensors go");
    }

    @Test
    void aRangeThatIsNoneIsRefused() throws IOException {
        change(manifest -> manifest.putObject("quantization")
                .putObject("activations")
                .putObject("input")
                .put("scale", -1)
                .put("zeroPoint", 0));

        assertRefused("An activation's scale is positive and its zero point 0 to 255, not -1.0 and 0.");
    }

    private static QuantizedWeights int8() {
        Tensor bytes = new Tensor(DataType.INT8, new Shape(3), ByteBuffer.wrap(new byte[] {-127, 0, 127}));
        return new QuantizedWeights(
                new Quantization(Map.of("input", new Quantization.Activation(0.25f, 12))),
                new TensorMap("drawn", Map.of("conv.weight", bytes), Map.of()));
    }

    @Test
    void anUnknownFieldIsNamed() throws IOException {
        change(manifest -> ((ObjectNode) manifest.get("decision")).put("uper", 0.5));

        assertRefused(
                "manifest.json is no valid manifest: decision.uper is a field that schema version 3 does not have.");
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        change(manifest -> ((ObjectNode) manifest.get("decision")).remove("lower"));

        assertRefused("manifest.json is no valid manifest: decision.lower is missing or holds a wrong value.");
    }

    @Test
    void aValueOutOfRangeIsNamedWithTheRecordsOwnReason() throws IOException {
        change(manifest -> ((ObjectNode) manifest.get("decision")).put("lower", 0.9));

        assertRefused(
                "manifest.json is no valid manifest: decision: Thresholds need 0 < lower <= upper < 1, not lower 0.9,"
                        + " upper 0.7.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1.5\"", "null", "true", "[]", "{}"})
    void aValueOfAnotherTypeIsRefused(String value) throws IOException {
        replaceInManifest("\"temperature\" : 1.25", "\"temperature\" : " + value);

        assertRefused("manifest.json is no valid manifest: decision.temperature is missing or holds a wrong value.");
    }

    @Test
    void anEntryThatIsNullIsRefused() throws IOException {
        change(manifest -> manifest.withArray("files").addNull());

        assertRefused("manifest.json is no valid manifest: A manifest needs a list of files.");
    }

    @Test
    void aRepeatedKeyIsRefused() throws IOException {
        replaceInManifest("\"temperature\" : 1.25", "\"temperature\" : 1.25, \"temperature\" : 3");

        assertRefused("manifest.json is damaged: it is not JSON (Duplicate field 'temperature')");
    }

    @Test
    void textAfterTheManifestIsRefused() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), Files.readString(folder.resolve("manifest.json")) + "{}");

        assertRefused("manifest.json is no valid manifest: something follows its JSON object.");
    }

    @Test
    void aManifestThatIsNotUtf8IsRefused() throws IOException {
        Files.write(folder.resolve("manifest.json"), new byte[] {'{', (byte) 0xff, '}'});

        assertRefused("manifest.json is damaged: it is not UTF-8.");
    }

    @Test
    void anEnormousManifestIsRefusedUnread() throws IOException {
        Files.write(folder.resolve("manifest.json"), new byte[ManifestJson.MAX_BYTES + 1]);

        assertRefused("manifest.json is no manifest: it has 16,777,217 bytes, and a manifest has at most 16,777,216");
    }

    @Test
    void weightsThatAreNoSafetensorsAreRefusedThoughTheirDigestFits() throws IOException {
        byte[] nonsense = "not tensors at all".getBytes(UTF_8);
        Files.write(folder.resolve(Artifact.WEIGHTS), nonsense);
        change(manifest -> entry(manifest, Artifact.WEIGHTS)
                .put("length", nonsense.length)
                .put("sha256", Digests.sha256(ByteBuffer.wrap(nonsense))));

        assertRefused("weights.safetensors is no safetensors file: ");
    }

    @Test
    void aMalformedDigestIsRefused() throws IOException {
        change(manifest -> entry(manifest, REPORT).put("sha256", "abc"));

        assertRefused("the length or SHA-256 of report.html is malformed");
    }

    private Artifact open() throws ArtifactException {
        return Artifact.openVerified(new FolderFiles(folder));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::open)
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message)
                .hasMessageEndingWith(".")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "dev.carornot"));
    }

    private void change(Consumer<ObjectNode> change) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode manifest =
                (ObjectNode) mapper.readTree(folder.resolve("manifest.json").toFile());
        change.accept(manifest);
        mapper.writeValue(folder.resolve("manifest.json").toFile(), manifest);
    }

    private static ObjectNode entry(ObjectNode manifest, String path) {
        for (var entry : manifest.withArray("files")) {
            if (entry.path("path").asText().equals(path)) {
                return (ObjectNode) entry;
            }
        }
        throw new AssertionError("No entry " + path);
    }

    private void replaceInManifest(String old, String replacement) throws IOException {
        Path file = folder.resolve("manifest.json");
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, replacement));
    }
}
