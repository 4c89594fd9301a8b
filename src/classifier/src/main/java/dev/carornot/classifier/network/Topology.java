package dev.carornot.classifier.network;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every convolution of a bottleneck ResNet (He et al., 2015, arXiv:1512.03385) with its name, size and stride, in the
 * order in which a picture meets them. The blocks, the weights by name and the folding all follow this one list.
 * Immutable and thread-safe.
 *
 * @param stem the 7x7 convolution before the max-pool
 * @param stages bottleneck blocks by stage
 */
public record Topology(Convolution stem, List<List<Bottleneck>> stages) {
    private static final int STEM_KERNEL = 7;

    /**
     * A convolution without bias and the batch norm behind it.
     *
     * @param name torchvision's name, e.g. {@code layer1.0.conv2}
     * @param norm the batch norm's name, e.g. {@code layer1.0.bn2}
     * @param inputs input channels
     * @param outputs output channels
     * @param kernel side of the kernel; the padding is half of it, rounded down
     * @param stride in both directions
     */
    public record Convolution(String name, String norm, int inputs, int outputs, int kernel, int stride) {
        /** {@code (outputs, inputs, kernel, kernel)}. */
        public Shape weightShape() {
            return new Shape(outputs, inputs, kernel, kernel);
        }

        public int padding() {
            return kernel / 2;
        }

        Convolution withStride(int other) {
            return new Convolution(name, norm, inputs, outputs, kernel, other);
        }
    }

    /**
     * A residual block.
     *
     * @param reduce 1x1 to the narrow width
     * @param spatial 3x3
     * @param expand 1x1 to four times the narrow width; no ReLU before the sum
     * @param downsample brings the input to the output's shape; null where the shapes agree already
     */
    public record Bottleneck(Convolution reduce, Convolution spatial, Convolution expand, Convolution downsample) {
        /** The same block for maps of which somebody has taken every so manyeth position already, see {@link Cut}. */
        Bottleneck afterSampling(int every) {
            return every == 1
                    ? this
                    : new Bottleneck(
                            reduce.withStride(reduce.stride() / every),
                            spatial,
                            expand,
                            downsample.withStride(downsample.stride() / every));
        }

        Stream<Convolution> convolutions() {
            return Stream.of(reduce, spatial, expand, downsample).filter(c -> c != null);
        }
    }

    public Topology {
        stages = stages.stream().map(List::copyOf).toList();
    }

    public static Topology of(BackboneConfiguration configuration) {
        Convolution stem = new Convolution("conv1", "bn1", 3, configuration.width(), STEM_KERNEL, 2);
        List<List<Bottleneck>> stages = new ArrayList<>();
        int channels = configuration.width();
        for (int stage = 1; stage <= configuration.blocks().size(); stage++) {
            List<Bottleneck> blocks = new ArrayList<>();
            for (int block = 0; block < configuration.blocks().get(stage - 1); block++) {
                blocks.add(bottleneck(configuration, stage, block, channels));
                channels = configuration.wide(stage);
            }
            stages.add(blocks);
        }
        return new Topology(stem, stages);
    }

    private static Bottleneck bottleneck(BackboneConfiguration configuration, int stage, int block, int inputs) {
        String name = "layer" + stage + "." + block + ".";
        // The stem's max-pool has halved the map before layer1, so only the later stages stride.
        int stride = stage > 1 && block == 0 ? 2 : 1;
        boolean strideFirst = configuration.variant() == Variant.V1;
        int narrow = configuration.narrow(stage);
        int wide = configuration.wide(stage);
        return new Bottleneck(
                new Convolution(name + "conv1", name + "bn1", inputs, narrow, 1, strideFirst ? stride : 1),
                new Convolution(name + "conv2", name + "bn2", narrow, narrow, 3, strideFirst ? 1 : stride),
                new Convolution(name + "conv3", name + "bn3", narrow, wide, 1, 1),
                block == 0
                        ? new Convolution(name + "downsample.0", name + "downsample.1", inputs, wide, 1, stride)
                        : null);
    }

    /** All convolutions, the stem first. */
    public Stream<Convolution> convolutions() {
        return Stream.concat(
                Stream.of(stem), stages.stream().flatMap(List::stream).flatMap(Bottleneck::convolutions));
    }
}
