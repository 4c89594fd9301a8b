package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibrariesTest {
    @TempDir
    Path application;

    @Test
    void theFolderIsFoundBesideTheJarAndBesideTheJarsFolder() throws IOException {
        Path jar = application.resolve("lib/classifier.jar");
        Path folder = libraries(application.resolve("native"));

        assertThat(NativeLibraries.besideJar(jar)).hasValue(new NativeLibraries(folder));
        assertThat(NativeLibraries.besideJar(application.resolve("all-in-one.jar")))
                .hasValue(new NativeLibraries(folder));
    }

    @Test
    void aFolderThatLacksALibraryIsLeftAlone() throws IOException {
        Path folder = libraries(application.resolve("native"));
        Files.delete(folder.resolve(System.mapLibraryName("djl_torch")));

        assertThat(NativeLibraries.besideJar(application.resolve("lib/classifier.jar")))
                .isEmpty();
    }

    @Test
    void withoutAFolderThereIsNone() {
        assertThat(NativeLibraries.besideJar(application.resolve("lib/classifier.jar")))
                .isEmpty();
        // While developing, classes lie in a folder and not in a jar.
        assertThat(NativeLibraries.beside(NativeLibraries.class)).isEmpty();
    }

    private static Path libraries(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(NativeLibraries.PROPERTIES), "version=1\n");
        Files.createFile(folder.resolve(System.mapLibraryName("torch")));
        Files.createFile(folder.resolve(System.mapLibraryName("djl_torch")));
        return folder;
    }
}
