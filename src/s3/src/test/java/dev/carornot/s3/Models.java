package dev.carornot.s3;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.InputSpecification;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Artifacts whose weights fit no network: for tests of files. */
final class Models {
    static final String REPORT = "about/report.html";

    private Models() {}

    /** A new artifact in a new folder; {@code seed} sets the values of its weights. */
    static Path write(Path parent, String name, String version, float seed) throws IOException {
        Manifest draft = new Manifest(
                Manifest.SCHEMA_VERSION,
                name,
                version,
                new Labels("not_car", "car"),
                new NetworkConfiguration(BackboneConfiguration.resNet50(Variant.V1_5, 2), HeadConfiguration.WRITE_UP),
                new InputSpecification(InputSize.IMAGENET, Normalization.IMAGENET),
                "fp32",
                new Decision(1, 0.3, 0.7),
                null,
                null,
                List.of());
        return ArtifactWriter.write(
                Files.createTempDirectory(parent, "artifact"),
                draft,
                Map.of("head.bias", Tensor.of(new float[] {-1, seed}, new Shape(2))),
                Map.of(REPORT, ("<html>" + version).getBytes(StandardCharsets.UTF_8)));
    }
}
