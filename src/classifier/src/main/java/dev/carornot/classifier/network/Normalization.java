package dev.carornot.classifier.network;

import java.util.List;

/**
 * From bytes to the network's input: {@code (x / 255 - mean) / std} by channel, red, green, blue.
 *
 * @param mean three values in 0..1
 * @param std three positive values
 */
public record Normalization(List<Float> mean, List<Float> std) {
    /** What torchvision's ImageNet weights expect. */
    public static final Normalization IMAGENET =
            new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException(
                    "Normalization needs three means and three positive deviations, not " + mean + " and " + std + ".");
        }
    }
}
