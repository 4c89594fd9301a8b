package dev.carornot.training.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.feature.FeatureRecords;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ElsewhereTest {
    private static final BackboneConfiguration SHAPE = new BackboneConfiguration(Variant.V1_5, List.of(1), 1);
    private static final String A = "0a".repeat(32);
    private static final String B = "0b".repeat(32);

    @TempDir
    private Path folder;

    private Elsewhere open() {
        return new Elsewhere(
                new Elsewhere.Recipe(
                        Path.of("weights"),
                        "digest",
                        SHAPE,
                        InputSize.IMAGENET,
                        Normalization.IMAGENET,
                        "fp32",
                        "imageio"),
                FeatureCache.open(folder.resolve("cache"), FeatureCacheTest.KEY, SHAPE.features()));
    }

    private static float[] vector(float first) {
        float[] vector = new float[SHAPE.features()];
        vector[0] = first;
        return vector;
    }

    private byte[] records() throws IOException {
        FeatureRecords records = new FeatureRecords(SHAPE.features(), FeatureRecords.Element.FLOAT32);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(records.encode(A, vector(1)));
        bytes.write(records.encode(B, vector(2)));
        return bytes.toByteArray();
    }

    private static Photograph photograph(String path, String sha256) {
        return new Photograph(Path.of(path), path, true, "train", "", "", sha256);
    }

    @Test
    void whatAnotherProgramComputedIsInTheCacheThatTheTrainerReads() throws IOException {
        Path file = Files.write(folder.resolve("part.features"), records());
        List<Photograph> photographs =
                List.of(photograph("a", A), photograph("copy of a", A), photograph("c", "0c".repeat(32)));

        try (Elsewhere elsewhere = open()) {
            assertThat(elsewhere.missing(photographs))
                    .extracting(Photograph::path)
                    .containsExactly("a", "c");
            assertThat(elsewhere.take(file)).isEqualTo(2);
            assertThat(elsewhere.missing(photographs))
                    .extracting(Photograph::path)
                    .containsExactly("c");
        }

        try (FeatureCache cache = FeatureCache.open(folder.resolve("cache"), FeatureCacheTest.KEY, SHAPE.features())) {
            assertThat(cache.get(B).orElseThrow()).isEqualTo(vector(2));
        }
    }

    @Test
    void aDamagedFileIsNotTakenBeyondItsDamage() throws IOException {
        byte[] whole = records();
        Path file = Files.write(folder.resolve("part.features"), Arrays.copyOf(whole, whole.length - 1));

        try (Elsewhere elsewhere = open()) {
            assertThatThrownBy(() -> elsewhere.take(file))
                    .isInstanceOf(UserException.class)
                    .hasMessage("'" + file + "' is damaged after 1 records; compute it again.");
            assertThat(elsewhere.missing(List.of(photograph("a", A), photograph("b", B))))
                    .extracting(Photograph::path)
                    .containsExactly("b");
        }
    }
}
