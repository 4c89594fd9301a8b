package dev.carornot.batch.features;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import java.io.Serializable;
import java.util.List;

/**
 * A frozen backbone, and all that its features depend on beside the photographs. Travels to executors.
 *
 * @param file its weights, where the driver finds them
 * @param sha256 of that file: 64 lower-case hexadecimal digits
 * @param variant of the ResNet
 * @param blocks in each stage that the file has
 * @param width of the first stage
 * @param resize shorter side of a photograph, in pixels
 * @param crop side of what the network sees, in pixels
 * @param aspect as in {@link InputSize}
 * @param mean of red, green and blue
 * @param std of red, green and blue
 * @param precision the arithmetic: a machine that cannot run it would compute other numbers, and is refused
 * @param jpegDecoder what must decode JPEGs, for the same reason
 */
public record Backbone(
        String file,
        String sha256,
        Variant variant,
        List<Integer> blocks,
        int width,
        int resize,
        int crop,
        double aspect,
        List<Float> mean,
        List<Float> std,
        String precision,
        String jpegDecoder)
        implements Serializable {
    BackboneConfiguration configuration() {
        return new BackboneConfiguration(variant, blocks, width);
    }

    InputSize input() {
        return new InputSize(resize, crop, aspect);
    }

    Normalization normalization() {
        return new Normalization(mean, std);
    }
}
