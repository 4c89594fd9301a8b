package dev.carornot.classifier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedFilesTest {
    private static final Duration OLD = UnfinishedFiles.ABANDONED.plusMinutes(1);
    private static final Duration NEW = UnfinishedFiles.ABANDONED.dividedBy(2);

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void name() {
        target = folder.resolve("weights.safetensors");
    }

    @Test
    void whatAKilledWriterLeftIsGoneWhenTheNextOneBegins() throws IOException {
        Path file = unfinished(target, OLD);
        Path tree = folder.resolve(".weights.safetensors." + UUID.randomUUID() + ".tmp");
        Files.createDirectory(tree);
        age(Files.writeString(tree.resolve("part"), "half"), OLD);
        age(tree, OLD);

        Safetensors.write(target, Map.of("w", Tensor.of(new float[] {1}, new Shape(1))), Map.of());

        assertThat(file).doesNotExist();
        assertThat(tree).doesNotExist();
        assertThat(target).exists();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void whatSomebodyWritesStays() throws IOException {
        Path file = unfinished(target, NEW);
        Path tree = folder.resolve(".weights.safetensors." + UUID.randomUUID() + ".tmp");
        Files.createDirectory(tree);
        age(Files.writeString(tree.resolve("first"), "whole"), OLD);
        age(Files.writeString(tree.resolve("second"), "half"), NEW);
        age(tree, OLD);

        UnfinishedFiles.beside(target);

        assertThat(file).exists();
        assertThat(tree.resolve("first")).exists();
    }

    @Test
    void whatIsOfAnotherTargetStaysHoweverOldItIs() throws IOException {
        Path other = unfinished(folder.resolve("weights.safetensors.old"), OLD);
        Path somebodys = age(Files.writeString(folder.resolve(".weights.safetensors.tmp"), "mine"), OLD);

        UnfinishedFiles.beside(target);

        assertThat(other).exists();
        assertThat(somebodys).exists();
    }

    private static Path unfinished(Path target, Duration age) throws IOException {
        return age(Files.writeString(UnfinishedFiles.beside(target), "half"), age);
    }

    private static Path age(Path file, Duration age) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
}
