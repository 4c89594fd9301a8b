package dev.carornot.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.network.Topology.Convolution;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void resNet50HasFiftyThreeConvolutions() {
        Topology topology = Topology.of(BackboneConfiguration.resNet50(Variant.V1_5, 4));
        assertThat(topology.convolutions()).hasSize(1 + 16 * 3 + 4);
    }

    @Test
    void resNet50PutsOut2048FeaturesAndEachStageLessHalvesThem() {
        assertThat(BackboneConfiguration.resNet50(Variant.V1, 4).features()).isEqualTo(2048);
        assertThat(BackboneConfiguration.resNet50(Variant.V1, 3).features()).isEqualTo(1024);
    }

    @Test
    void theVariantsDifferOnlyInWhereAStageStrides() {
        Topology.Bottleneck v1 = block(Variant.V1);
        Topology.Bottleneck v15 = block(Variant.V1_5);
        assertThat(List.of(
                        v1.reduce().stride(),
                        v1.spatial().stride(),
                        v1.downsample().stride()))
                .containsExactly(2, 1, 2);
        assertThat(List.of(
                        v15.reduce().stride(),
                        v15.spatial().stride(),
                        v15.downsample().stride()))
                .containsExactly(1, 2, 2);
    }

    @Test
    void namesAndShapesAreTorchvisions() {
        Topology topology = Topology.of(BackboneConfiguration.resNet50(Variant.V1_5, 4));
        Convolution second = topology.stages().get(2).get(5).spatial();
        assertThat(second.name()).isEqualTo("layer3.5.conv2");
        assertThat(second.norm()).isEqualTo("layer3.5.bn2");
        assertThat(second.weightShape()).isEqualTo(new Shape(256, 256, 3, 3));
        Convolution downsample = topology.stages().get(0).get(0).downsample();
        assertThat(downsample.norm()).isEqualTo("layer1.0.downsample.1");
        assertThat(downsample.weightShape()).isEqualTo(new Shape(256, 64, 1, 1));
    }

    private static Topology.Bottleneck block(Variant variant) {
        return Topology.of(BackboneConfiguration.resNet50(variant, 2))
                .stages()
                .get(1)
                .get(0);
    }
}
