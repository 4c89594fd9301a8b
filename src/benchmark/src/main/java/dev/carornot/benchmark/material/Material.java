package dev.carornot.benchmark.material;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.InputSpecification;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.program.Calibration;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The files that a run measures on, in a folder where they are written once and found again. Immutable; thread-safe once
 * they are written.
 *
 * @param folder holds nothing else
 */
public record Material(Path folder) {
    public static final InputSize SIZE = InputSize.IMAGENET;
    public static final Normalization NORMALIZATION = Normalization.IMAGENET;

    /** Seen from this module's folder, in which everything here runs. */
    private static final String STARTER = "../function/src/main/resources/starter";

    private static final int LARGE_BYTES = 2_000_000;
    private static final int SMALL_BYTES = 30_000;
    private static final long SEED = 7;
    private static final int CALIBRATION_PICTURES = 4;

    private static final Manifest MANIFEST = new Manifest(
            Manifest.SCHEMA_VERSION,
            "resnet50",
            "random",
            new Labels("no", "yes"),
            RandomNetwork.CONFIGURATION,
            new InputSpecification(SIZE, NORMALIZATION),
            "fp32",
            new Decision(1, 0.5, 0.5),
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode(),
            List.of());

    /** A JPEG of 12 megapixels (4000 x 3000) and about 2 MB, as a telephone's camera writes it. */
    public byte[] largePhotograph() throws IOException {
        return photograph("photograph-12mp.jpg", 4000, 3000, LARGE_BYTES);
    }

    /** A JPEG of 384 x 256 and about 30 kB, as a web page shows it. */
    public byte[] smallPhotograph() throws IOException {
        return photograph("photograph-small.jpg", 384, 256, SMALL_BYTES);
    }

    /** A network's input: {@code (count, side, side, 3)} bytes of noise; what it shows makes no kernel faster. */
    public byte[] pixels(int count) {
        byte[] pixels = new byte[3 * SIZE.crop() * SIZE.crop() * count];
        new SplittableRandom(SEED).nextBytes(pixels);
        return pixels;
    }

    /** Where the artifact of the {@link RandomNetwork} is. */
    public Path artifactFolder() throws IOException {
        Path artifact = folder.resolve("resnet50");
        if (!Files.exists(artifact)) {
            NetworkSource floats = new NetworkSource(
                    RandomNetwork.CONFIGURATION,
                    NORMALIZATION,
                    SIZE.crop(),
                    new TensorMap("the random network", RandomNetwork.weights(), Map.of()),
                    Optional.empty());
            ArtifactWriter.write(
                    artifact, MANIFEST, floats.weights().tensors(), Optional.of(quantized(floats)), Map.of());
        }
        return artifact;
    }

    /** Pixels of another kind would do as well: how fast 8-bit arithmetic is does not depend on the ranges. */
    private QuantizedWeights quantized(NetworkSource floats) throws IOException {
        byte[] pixels = pixels(CALIBRATION_PICTURES);
        int length = pixels.length / CALIBRATION_PICTURES;
        List<byte[]> pictures = IntStream.range(0, CALIBRATION_PICTURES)
                .mapToObj(i -> Arrays.copyOfRange(pixels, i * length, (i + 1) * length))
                .toList();
        return Calibration.quantize(floats, pictures);
    }

    /** The artifact of the {@link RandomNetwork}. */
    public Artifact artifact() throws IOException {
        return ArtifactLocation.open(artifactFolder().toString());
    }

    /** The small model that the function carries, where it lies in the checkout. */
    public Artifact starter() throws IOException {
        return ArtifactLocation.open(STARTER);
    }

    private byte[] photograph(String name, int width, int height, int bytes) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, name, ".tmp");
            Files.write(beside, Photographs.jpeg(width, height, bytes, SEED));
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.readAllBytes(file);
    }
}
