package dev.carornot.classifier.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.fixture.Artifacts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactLocationTest {
    @TempDir
    private Path temporary;

    @Test
    void anArtifactIsOpenedByPathAndByUri() throws IOException {
        Path folder = artifact(temporary.resolve("with a blank"), "car", "1");

        assertOpens(folder.toString(), "1");
        assertOpens("file:" + folder, "1");
        assertOpens(folder.toUri().toString(), "1");
        assertOpens(folder.toUri().toString().replace("file:///", "file:/"), "1");
    }

    @Test
    void relativePathsStartInTheWorkingDirectory() throws IOException {
        Path folder = artifact(temporary.resolve("relative"), "car", "1");
        Path relative = Path.of("").toAbsolutePath().relativize(folder);

        assertOpens(relative.toString(), "1");
        assertOpens("file:" + relative, "1");
    }

    @Test
    void ofAModelTheCurrentVersionIsOpened() throws IOException {
        FolderModelStore store = new FolderModelStore(temporary.resolve("store"));
        store.publish(artifact(temporary.resolve("a"), "car", "1"));
        store.publish(artifact(temporary.resolve("b"), "car", "2"));
        store.makeCurrent("car", "1");

        assertOpens(temporary.resolve("store/car").toString(), "1");
        assertOpens(temporary.resolve("store/car/2").toString(), "2");
        assertOpens("file:" + temporary.resolve("store/car/"), "1");
    }

    @Test
    void aStoreWithOneModelIsEnough() throws IOException {
        FolderModelStore store = new FolderModelStore(temporary.resolve("store"));
        store.publish(artifact(temporary.resolve("a"), "car", "1"));

        assertOpens(temporary.resolve("store").toString(), "1");
    }

    @Test
    void aStoreWithSeveralModelsAsksForOne() throws IOException {
        FolderModelStore store = new FolderModelStore(temporary.resolve("store"));
        store.publish(artifact(temporary.resolve("a"), "car", "1"));
        store.publish(artifact(temporary.resolve("b"), "boat", "1"));

        assertRefused(
                temporary.resolve("store").toString(),
                temporary.resolve("store") + " holds several models (boat, car); name the folder of one of them.");
    }

    @Test
    void aFolderWithNothingOfUseIsRefused() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));

        assertRefused(
                "file:" + empty,
                empty + " holds no manifest.json and no current; name an artifact, a model or a store with one model.");
        assertRefused(
                temporary.resolve("absent").toString(),
                temporary.resolve("absent") + " is no folder; name an artifact, a model or a store with one model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host/model", "https://host/model", "s3://bucket/model", "ftp:x", "jar:file:x!/"})
    void anotherSchemeIsRefusedWithWhatWorks(String location) {
        assertRefused(
                location,
                "'" + location + "' is not understood: '" + location.substring(0, location.indexOf(':'))
                        + ":' is no place that models are read from; name a folder, file:<folder> or classpath:<prefix>.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "file:", "classpath:"})
    void aLocationThatNamesNothingIsRefused(String location) {
        assertRefused(
                location, "'" + location + "' names no model; name a folder, file:<folder> or classpath:<prefix>.");
    }

    @Test
    void aPathThatNoFileSystemKnowsIsRefused() {
        assertRefused("a\u0000b", "is no path: ");
        assertRefused("file:a\u0000b", "is no path: ");
    }

    @Test
    void anArtifactInAFolderOfTheClassPathIsOpened() throws IOException {
        artifact(temporary.resolve("classes/models/car"), "car", "1");

        assertOpensAmong(temporary.resolve("classes/").toUri().toURL(), "1");
    }

    @Test
    void anArtifactInAnArchiveOfTheClassPathIsOpened() throws IOException {
        Path folder = artifact(temporary.resolve("classes"), "car", "1");
        Path jar = temporary.resolve("models.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String file : List.of("manifest.json", "weights.safetensors")) {
                zip.putNextEntry(new ZipEntry("models/car/" + file));
                zip.write(Files.readAllBytes(folder.resolve(file)));
            }
        }

        assertOpensAmong(jar.toUri().toURL(), "1");
    }

    @Test
    void resourcesThatAreNotThereAreNamed() throws IOException {
        Path folder = artifact(temporary.resolve("classes/models/car"), "car", "1");
        try (URLClassLoader loader =
                loader(temporary.resolve("classes/").toUri().toURL())) {
            assertThatThrownBy(() -> ArtifactLocation.open("classpath:models/boat", loader))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessage("classpath:models/boat is no artifact: it holds no manifest.json.");
            Files.delete(folder.resolve("weights.safetensors"));
            assertThatThrownBy(() -> ArtifactLocation.open("classpath:models/car", loader))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessage("classpath:models/car/weights.safetensors is missing, though the manifest lists it.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../manifest.json", "/manifest.json", "a\\b"})
    void resourcesOutsideThePrefixAreRefused(String path) {
        ClasspathFiles files = new ClasspathFiles(getClass().getClassLoader(), "models/car");

        assertThatThrownBy(() -> files.read(path))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("classpath:models/car is not to be trusted");
    }

    private static void assertOpensAmong(URL resources, String version) throws IOException {
        try (URLClassLoader loader = loader(resources)) {
            for (String location : List.of("classpath:models/car", "classpath:/models/car/")) {
                Artifact artifact = ArtifactLocation.open(location, loader);
                assertThat(artifact.manifest().version()).isEqualTo(version);
                assertThat(artifact.location()).isEqualTo("classpath:models/car");
                assertThat(artifact.weights().tensors().get("head.bias").toFloats())
                        .containsExactly(-1, 1);
            }
        }
    }

    private static URLClassLoader loader(URL resources) {
        return new URLClassLoader(new URL[] {resources}, null);
    }

    private static void assertOpens(String location, String version) throws IOException {
        assertThat(ArtifactLocation.open(location).manifest().version()).isEqualTo(version);
    }

    private static void assertRefused(String location, String message) {
        assertThatThrownBy(() -> ArtifactLocation.open(location))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(".");
    }

    private static Path artifact(Path folder, String name, String version) throws IOException {
        return ArtifactWriter.write(folder, Artifacts.draft(name, version), Artifacts.weights(1), Map.of());
    }
}
