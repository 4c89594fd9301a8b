package dev.carornot.training.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.training.failure.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureCacheTest {
    static final FeatureKey KEY = key("weights");

    private static final int DIMENSION = 3;
    private static final String A = "0a".repeat(32);
    private static final String B = "0b".repeat(32);
    private static final String C = "0c".repeat(32);
    private static final int RECORD_BYTES = 32 + 4 * DIMENSION + 4;

    @TempDir
    private Path folder;

    static FeatureKey key(String weights) {
        return new FeatureKey(
                weights,
                BackboneConfiguration.resNet50(Variant.V1_5, 3),
                InputSize.IMAGENET,
                Normalization.IMAGENET,
                "imageio",
                "fp32");
    }

    private FeatureCache open() {
        return FeatureCache.open(folder, KEY, DIMENSION);
    }

    private Path file() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() {
        try (FeatureCache cache = open()) {
            cache.put(A, new float[] {1, -2, 3.5f});
            cache.put(B, new float[] {4, 5, 6});
        }
    }

    @Test
    void whatIsKeptIsThereAfterReopening() {
        fill();
        try (FeatureCache cache = open()) {
            assertThat(cache.size()).isEqualTo(2);
            assertThat(cache.get(A)).hasValue(new float[] {1, -2, 3.5f});
            assertThat(cache.get(B)).hasValue(new float[] {4, 5, 6});
            assertThat(cache.get(C)).isEmpty();
        }
    }

    @Test
    void halvedNumbersComeBackRoundedTo11Bits() throws IOException {
        float[] kept = {1, -2.5f, 1.0001f};
        try (FeatureCache cache = FeatureCache.openHalved(folder, KEY, DIMENSION)) {
            cache.put(A, kept);
            float[] read = new float[5];
            assertThat(cache.read(A, read, 1)).isTrue();
            assertThat(read).containsExactly(0, 1, -2.5f, 1, 0);
            // A record that was added after the file was mapped.
            cache.put(B, new float[] {65504, 0x1p-14f, 0});
            assertThat(cache.get(B)).hasValue(new float[] {65504, 0x1p-14f, 0});
            assertThat(cache.read(C, read, 0)).isFalse();
        }
        int header = 48;
        assertThat(Files.size(file())).isEqualTo(header + 2 * (32 + 2 * DIMENSION + 4));
        assertThatThrownBy(this::open).isInstanceOf(UserException.class).hasMessageContaining("delete it");
        try (FeatureCache cache = FeatureCache.openHalved(folder, KEY, DIMENSION)) {
            assertThat(cache.get(A)).hasValue(new float[] {1, -2.5f, 1});
        }
    }

    @Test
    void aTornTailIsCutOffAndTheRestResumes() throws IOException {
        fill();
        try (RandomAccessFile torn = new RandomAccessFile(file().toFile(), "rw")) {
            torn.setLength(torn.length() - 5);
        }
        try (FeatureCache cache = open()) {
            assertThat(cache.contains(A)).isTrue();
            assertThat(cache.contains(B)).isFalse();
            cache.put(C, new float[] {7, 8, 9});
        }
        try (FeatureCache cache = open()) {
            assertThat(cache.size()).isEqualTo(2);
            assertThat(cache.get(A)).hasValue(new float[] {1, -2, 3.5f});
            assertThat(cache.get(C)).hasValue(new float[] {7, 8, 9});
        }
    }

    @Test
    void aRecordWhoseBytesChangedIsNotBelieved() throws IOException {
        fill();
        long before = Files.size(file());
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.seek(damaged.length() - 8);
            int value = damaged.read();
            damaged.seek(damaged.length() - 8);
            damaged.write(value ^ 1);
        }
        try (FeatureCache cache = open()) {
            assertThat(cache.size()).isEqualTo(1);
        }
        assertThat(Files.size(file())).isEqualTo(before - RECORD_BYTES);
    }

    @Test
    void aRunThatEndedWithinTheHeaderLeavesAnEmptyCache() throws IOException {
        fill();
        try (RandomAccessFile torn = new RandomAccessFile(file().toFile(), "rw")) {
            torn.setLength(11);
        }
        try (FeatureCache cache = open()) {
            assertThat(cache.size()).isZero();
            cache.put(A, new float[] {1, 2, 3});
        }
        try (FeatureCache cache = open()) {
            assertThat(cache.get(A)).hasValue(new float[] {1, 2, 3});
        }
    }

    @Test
    void anotherKeyIsAnotherFile() {
        fill();
        try (FeatureCache other = FeatureCache.open(folder, key("other weights"), DIMENSION)) {
            assertThat(other.size()).isZero();
        }
    }

    @Test
    void everyPartOfTheKeyCounts() {
        BackboneConfiguration backbone = BackboneConfiguration.resNet50(Variant.V1_5, 3);
        List<FeatureKey> keys = List.of(
                KEY,
                key("w"),
                new FeatureKey(
                        "weights",
                        BackboneConfiguration.resNet50(Variant.V1, 3),
                        InputSize.IMAGENET,
                        Normalization.IMAGENET,
                        "imageio",
                        "fp32"),
                new FeatureKey(
                        "weights",
                        BackboneConfiguration.resNet50(Variant.V1_5, 2),
                        InputSize.IMAGENET,
                        Normalization.IMAGENET,
                        "imageio",
                        "fp32"),
                new FeatureKey("weights", backbone, new InputSize(257, 224), Normalization.IMAGENET, "imageio", "fp32"),
                new FeatureKey("weights", backbone, new InputSize(256, 223), Normalization.IMAGENET, "imageio", "fp32"),
                new FeatureKey(
                        "weights",
                        backbone,
                        InputSize.IMAGENET,
                        new Normalization(List.of(0.5f, 0.5f, 0.5f), Normalization.IMAGENET.std()),
                        "imageio",
                        "fp32"),
                new FeatureKey(
                        "weights",
                        backbone,
                        InputSize.IMAGENET,
                        new Normalization(Normalization.IMAGENET.mean(), List.of(0.5f, 0.5f, 0.5f)),
                        "imageio",
                        "fp32"),
                new FeatureKey("weights", backbone, InputSize.IMAGENET, Normalization.IMAGENET, "imageio", "bf16"),
                new FeatureKey(
                        "weights", backbone, InputSize.IMAGENET, Normalization.IMAGENET, "libjpeg-turbo", "fp32"),
                new FeatureKey(
                        "weights",
                        backbone,
                        InputSize.IMAGENET,
                        Normalization.IMAGENET,
                        "imageio",
                        "fp32",
                        "maps at every 2",
                        FeatureKey.SERVED),
                new FeatureKey(
                        "weights",
                        backbone,
                        InputSize.IMAGENET,
                        Normalization.IMAGENET,
                        "imageio",
                        "fp32",
                        FeatureKey.POOLED,
                        "copy 1"));
        assertThat(keys.stream().map(key -> HexFormat.of().formatHex(key.digest())))
                .doesNotHaveDuplicates();
    }

    @Test
    void aFileOfAnotherDimensionIsRefused() {
        fill();
        assertThatThrownBy(() -> FeatureCache.open(folder, KEY, DIMENSION + 1))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(file().toString(), "delete it");
    }

    @Test
    void aVectorOfAnotherDimensionIsRefused() {
        try (FeatureCache cache = open()) {
            assertThatThrownBy(() -> cache.put(A, new float[2])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whoOpensItTwiceIsRefusedInOneSentence() {
        try (FeatureCache cache = open()) {
            assertThat(cache.size()).isZero();
            assertThatThrownBy(this::open).isInstanceOf(UserException.class).hasMessageContaining("another run");
        }
        fill();
    }

    @Test
    void anotherProcessIsKeptOutUntilTheFirstIsDone() throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldsCache.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("open");
            assertThatThrownBy(this::open).isInstanceOf(UserException.class).hasMessageContaining("another run");
        } finally {
            holder.getOutputStream().close();
            assertThat(holder.waitFor()).isZero();
        }
        try (FeatureCache cache = open()) {
            assertThat(cache.get("ab".repeat(32))).hasValue(new float[] {7, 8, 9});
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedInOneSentence() throws IOException {
        Path occupied = Files.createFile(folder.resolve("occupied"));
        assertThatThrownBy(() -> FeatureCache.open(occupied, KEY, DIMENSION))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("occupied", "--cache");
    }

    @Test
    void theDefaultFolderFollowsXdg() {
        Path home = Path.of("/home/somebody");
        assertThat(FeatureCache.defaultFolder(Map.of("XDG_CACHE_HOME", "/caches")::get, home))
                .isEqualTo(Path.of("/caches/car-or-not/features"));
        assertThat(FeatureCache.defaultFolder(Map.of("XDG_CACHE_HOME", "relative")::get, home))
                .isEqualTo(Path.of("/home/somebody/.cache/car-or-not/features"));
        assertThat(FeatureCache.defaultFolder(name -> null, home))
                .isEqualTo(Path.of("/home/somebody/.cache/car-or-not/features"));
    }
}
