package dev.carornot.training.experiment;

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
import dev.carornot.training.features.FeatureCache;
import dev.carornot.training.features.FeatureKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A process that writes what a trainer writes, over and over, each time with another number in it, and says every number that is
 * written. It ends when somebody kills it.
 */
final class WritesUntilKilled {
    static final int FEATURES = 2_048;
    private static final int WEIGHTS = 250_000;
    private static final BackboneConfiguration BACKBONE = BackboneConfiguration.resNet50(Variant.V1_5, 2);

    private WritesUntilKilled() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        try (FeatureCache cache = cache(folder)) {
            for (int i = first; ; i++) {
                checkpoint(folder).write(new Checkpoint.State(figures(i), weights(i)));
                cache.put(sha256(i), features(i));
                ArtifactWriter.write(artifact(folder, i), manifest(i), weights(i), Map.of());
                System.out.println(i);
            }
        }
    }

    static Checkpoint checkpoint(Path folder) {
        return new Checkpoint(folder.resolve(".out.checkpoint"), "the run");
    }

    static FeatureCache cache(Path folder) {
        FeatureKey key = new FeatureKey(
                "weights", BACKBONE, InputSize.IMAGENET, Normalization.IMAGENET, "imageio", "fp32", "pooled", "served");
        return FeatureCache.open(folder.resolve("cache"), key, FEATURES);
    }

    static Path artifact(Path folder, int number) {
        return folder.resolve("models").resolve("" + number);
    }

    static Map<String, Tensor> weights(int number) {
        float[] weights = new float[WEIGHTS];
        Arrays.fill(weights, number);
        return Map.of("w", Tensor.of(weights, new Shape(WEIGHTS)));
    }

    static float[] features(int number) {
        float[] features = new float[FEATURES];
        Arrays.fill(features, number);
        return features;
    }

    static String sha256(int number) {
        return String.format("%064x", number);
    }

    private static Checkpoint.Figures figures(int number) {
        return new Checkpoint.Figures(List.of(), number, 0, List.of(), List.of());
    }

    private static Manifest manifest(int number) {
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "killed",
                "" + number,
                new Labels("not_car", "car"),
                new NetworkConfiguration(BACKBONE, HeadConfiguration.WRITE_UP),
                new InputSpecification(InputSize.IMAGENET, Normalization.IMAGENET),
                "fp32",
                new Decision(1, 0.3, 0.7),
                null,
                null,
                List.of());
    }
}
