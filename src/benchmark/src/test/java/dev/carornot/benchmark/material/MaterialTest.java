package dev.carornot.benchmark.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.program.EagerProgram;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class MaterialTest {
    @Test
    void aDrawnPhotographHasAboutTheLengthThatIsAskedForAndDecodes() {
        byte[] file = Photographs.jpeg(800, 600, 90_000, 7);
        assertThat(file.length).isCloseTo(90_000, Percentage.withPercentage(15));
        assertThat(new ImageDecoder(ImageLimits.DEFAULT).decode(file)).isInstanceOf(Decoding.Decoded.class);
    }

    @Test
    void theSameSeedDrawsTheSamePhotograph() {
        assertThat(Photographs.jpeg(80, 60, 2000, 7)).isEqualTo(Photographs.jpeg(80, 60, 2000, 7));
        assertThat(Photographs.jpeg(80, 60, 2000, 7)).isNotEqualTo(Photographs.jpeg(80, 60, 2000, 8));
    }

    @Test
    void theRandomNetworksFeaturesLieInATrainedNetworksRange() throws Exception {
        NetworkConfiguration configuration = RandomNetwork.CONFIGURATION;
        Map<String, Tensor> backbone = new LinkedHashMap<>(RandomNetwork.weights());
        backbone.keySet().removeIf(name -> name.startsWith("head"));
        byte[] pixels = new Material(null).pixels(1);

        try (EagerProgram program = EagerProgram.features(
                configuration.backbone(),
                Material.NORMALIZATION,
                Material.SIZE.crop(),
                new TensorMap("random", backbone, Map.of()),
                1)) {
            float[] features = program.run(pixels, 1)[0];
            double sum = 0;
            int zeros = 0;
            for (float feature : features) {
                assertThat(feature).isFinite().isBetween(0f, 100f);
                sum += feature;
                zeros += feature == 0 ? 1 : 0;
            }
            assertThat(features).hasSize(2048);
            assertThat(sum / features.length).isBetween(0.05, 10.0);
            assertThat(zeros).isLessThan(features.length / 2);
        }
    }
}
