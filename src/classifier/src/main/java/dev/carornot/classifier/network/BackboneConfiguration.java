package dev.carornot.classifier.network;

import java.util.List;

/**
 * The shape of a bottleneck ResNet without its classification layer.
 *
 * @param variant where the strides stand
 * @param blocks bottleneck blocks by stage, {@code layer1} first; as many stages as there are entries (1 to 4)
 * @param width channels of the stem and of the narrow convolutions of {@code layer1}; 64 in ResNet-50. Each later stage
 *     doubles it, and a block puts out four times its narrow width
 */
public record BackboneConfiguration(Variant variant, List<Integer> blocks, int width) {
    private static final int EXPANSION = 4;

    public BackboneConfiguration {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty() || blocks.size() > 4 || blocks.stream().anyMatch(b -> b < 1 || b > 64)) {
            throw new IllegalArgumentException(
                    "A backbone has 1 to 4 stages of 1 to 64 blocks each, not " + blocks + ".");
        }
        if (width < 1 || width > 1024) {
            throw new IllegalArgumentException("A backbone's width is 1 to 1024, not " + width + ".");
        }
    }

    /** ResNet-50 up to and including the stage {@code layer<stages>}. */
    public static BackboneConfiguration resNet50(Variant variant, int stages) {
        return new BackboneConfiguration(variant, List.of(3, 4, 6, 3).subList(0, stages), 64);
    }

    /** How many numbers the global average of the last stage yields. */
    public int features() {
        return (width << (blocks.size() - 1)) * EXPANSION;
    }

    /** Channels of the narrow convolutions of a stage, counted from 1. */
    int narrow(int stage) {
        return width << (stage - 1);
    }

    /** Channels that a stage, counted from 1, puts out. */
    int wide(int stage) {
        return narrow(stage) * EXPANSION;
    }
}
