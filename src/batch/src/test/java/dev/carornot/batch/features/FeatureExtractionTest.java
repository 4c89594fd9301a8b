package dev.carornot.batch.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.TinyArtifact;
import dev.carornot.classifier.feature.FeatureRecords;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureExtractionTest {
    private static final int DIMENSION = 32;

    @TempDir
    private Path folder;

    private final String decoder = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO).jpegDecoder();

    private Backbone backbone(String jpegDecoder) throws IOException {
        return new Backbone(
                TinyArtifact.backbone(folder.resolve("backbone.safetensors"), 1).toString(),
                "unused",
                Variant.V1_5,
                List.of(1, 1),
                4,
                36,
                32,
                1,
                Normalization.IMAGENET.mean(),
                Normalization.IMAGENET.std(),
                "fp32",
                jpegDecoder);
    }

    @Test
    void featuresAreThoseOfTheSameProgramHereAndWhatCannotBeReadIsNamed() throws Exception {
        Backbone backbone = backbone(decoder);
        StringBuilder table = new StringBuilder("path,version,bytes\n");
        Map<String, byte[]> photographs = new HashMap<>();
        for (int i = 0; i < 11; i++) {
            byte[] bytes = DrawnPictures.jpeg(50 + i, 60, i);
            Path file = Files.write(folder.resolve("photo \"" + i + "\".jpg"), bytes);
            photographs.put(sha256(bytes), bytes);
            table.append(line(file, sha256(bytes)));
        }
        Path damaged = Files.write(folder.resolve("damaged.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        table.append(line(damaged, sha256(Files.readAllBytes(damaged))));
        table.append(line(damaged, "0".repeat(64)));
        Path list = Files.writeString(folder.resolve("list.csv"), table);

        FeatureReport report = new FeatureExtraction(LocalSpark.session(), LocalSpark.settings())
                .run(backbone, list.toString(), folder.resolve("out").toString());

        assertThat(report.computed()).isEqualTo(11);
        assertThat(report.left()).hasSize(2).allMatch(line -> line.startsWith(damaged.toString()));
        Map<String, float[]> found = read(folder.resolve("out"));
        assertThat(found).containsOnlyKeys(photographs.keySet());
        try (OpenBackbone open = OpenBackbone.open(backbone, Path.of(backbone.file()), 1)) {
            photographs.forEach((digest, bytes) -> assertThat(found.get(digest))
                    .isEqualTo(open.features(List.of(((Fitting.Fitted) open.decode(bytes)).pixels()))[0]));
        }
    }

    @Test
    void aMachineThatWouldComputeOtherNumbersRefuses() throws IOException {
        Backbone other = backbone("another decoder");

        assertThatThrownBy(() -> OpenBackbone.open(other, Path.of(other.file()), 1))
                .hasMessageContaining("would be decoded by " + decoder + " and not by another decoder");
    }

    private static String line(Path file, String digest) {
        return '"' + file.toString().replace("\"", "\"\"") + "\"," + digest + ",100\n";
    }

    private static Map<String, float[]> read(Path out) throws IOException {
        FeatureRecords records = new FeatureRecords(DIMENSION, FeatureRecords.Element.FLOAT32);
        Map<String, float[]> found = new HashMap<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".features")).toList()) {
                byte[] all = Files.readAllBytes(file);
                assertThat(all.length % records.recordBytes()).isZero();
                for (int at = 0; at < all.length; at += records.recordBytes()) {
                    byte[] entry = Arrays.copyOfRange(all, at, at + records.recordBytes());
                    assertThat(records.isIntact(entry)).isTrue();
                    float[] vector = new float[DIMENSION];
                    records.decode(ByteBuffer.wrap(entry), vector, 0);
                    found.put(FeatureRecords.sha256(entry), vector);
                }
            }
        }
        return found;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
