package dev.carornot.classifier.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GraphTest {
    private static final List<Integer> RESNET_50 = List.of(3, 4, 6, 3);

    @Test
    void aMapHasASideAfterEachStride() {
        Map<String, Integer> sides = sides(Variant.V1, 224);

        assertThat(sides)
                .containsEntry(Graph.INPUT, 224)
                .containsEntry("conv1", 112)
                .containsEntry("maxpool", 56)
                .containsEntry("layer1.2.conv3", 56)
                .containsEntry("layer2.0.conv1", 28)
                .containsEntry("layer2.0.downsample.0", 28)
                .containsEntry("layer3.5.conv3", 14)
                .containsEntry("layer4.2.conv3", 7)
                .doesNotContainKey("features");
    }

    @Test
    void theVariantsStrideInDifferentConvolutions() {
        assertThat(sides(Variant.V1, 224)).containsEntry("layer2.0.conv1", 28).containsEntry("layer2.0.conv2", 28);
        assertThat(sides(Variant.V1_5, 224)).containsEntry("layer2.0.conv1", 56).containsEntry("layer2.0.conv2", 28);
    }

    @Test
    void anOddSideIsRoundedUpWhenItIsHalved() {
        assertThat(sides(Variant.V1, 225)).containsEntry("conv1", 113).containsEntry("maxpool", 57);
    }

    private static Map<String, Integer> sides(Variant variant, int side) {
        return Graph.features(new BackboneConfiguration(variant, RESNET_50, 64)).sides(side);
    }
}
