package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.HeadConfiguration;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFiles;
import dev.carornot.classifier.tensor.TensorMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every form of the program against the eager blocks, with ImageNet's weights on real photographs. */
class RealNetworkTest {
    private static final int SIDE = 224;
    private static final int PHOTOGRAPHS = 16;
    private static final int CALIBRATION = 24;

    @Test
    void everyFormAgreesWithTheBlocksOnRealPhotographs() throws Exception {
        BackboneConfiguration backbone = BackboneConfiguration.resNet50(Variant.V1, 3);
        Path shared = Shared.require("data").getParent();
        Map<String, Tensor> weights = new LinkedHashMap<>(NetworkWeights.backbone(
                TensorFiles.read(shared.resolve("weights/resnet50_v1_stages1-4.safetensors")), backbone));
        weights.putAll(head(backbone.features()));
        NetworkSource source = new NetworkSource(
                new NetworkConfiguration(backbone, new HeadConfiguration(List.of(), 0)),
                Normalization.IMAGENET,
                SIDE,
                new TensorMap("resnet", weights, Map.of()),
                Optional.empty());
        List<byte[]> pictures = pictures(shared);
        NetworkSource quantized = new NetworkSource(
                source.configuration(),
                source.normalization(),
                SIDE,
                source.weights(),
                Optional.of(Calibration.quantize(source, pictures.subList(0, CALIBRATION))));
        List<byte[]> others = pictures.subList(CALIBRATION, CALIBRATION + PHOTOGRAPHS);
        List<Float> blocks = logits(source, Precision.EAGER, others);
        double spread = spread(blocks);

        assertThat(differences(blocks, logits(source, Precision.FP32, others)))
                .allSatisfy(d -> assertThat(d).isCloseTo(0, within(1e-3 * spread)));
        // bf16 where the processor has it, else fp32 once more.
        assertThat(mean(differences(blocks, logits(source, Precision.BF16, others))))
                .isLessThan(0.05 * spread);
        assertThat(mean(differences(blocks, logits(quantized, Precision.INT8, others))))
                .isLessThan(0.15 * spread);
    }

    /** A random direction of the features: its sign would change often if they were not what they must be. */
    private static Map<String, Tensor> head(int features) {
        Random random = new Random(1);
        float[] direction = new float[features];
        for (int i = 0; i < features; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        return Map.of(
                "head.output.weight", Tensor.of(direction, new Shape(1, features)),
                "head.output.bias", Tensor.of(new float[1], new Shape(1)));
    }

    private static List<byte[]> pictures(Path shared) throws Exception {
        InputDecoder decoder = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.IMAGEIO);
        List<byte[]> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(shared.resolve("data/images"))) {
            List<Path> photographs = files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
            int step = photographs.size() / (CALIBRATION + PHOTOGRAPHS);
            for (int i = 0; i < CALIBRATION + PHOTOGRAPHS; i++) {
                // Calibration and test take turns, so that both see every source.
                Fitting fitting = decoder.decode(Files.readAllBytes(photographs.get(i * step)), InputSize.IMAGENET);
                pictures.add(((Fitting.Fitted) fitting).pixels());
            }
        }
        java.util.Collections.shuffle(pictures, new Random(1));
        return pictures;
    }

    private static List<Float> logits(NetworkSource source, Precision precision, List<byte[]> pictures)
            throws Exception {
        try (Program program = Programs.open(source, precision, 1)) {
            return pictures.stream().map(p -> program.run(p, 1)[0][0]).toList();
        }
    }

    private static List<Double> differences(List<Float> some, List<Float> others) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            differences.add((double) Math.abs(some.get(i) - others.get(i)));
        }
        return differences;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The standard deviation. */
    private static double spread(List<Float> values) {
        double mean = values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
        return Math.sqrt(values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
