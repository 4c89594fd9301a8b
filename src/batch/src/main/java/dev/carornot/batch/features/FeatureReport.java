package dev.carornot.batch.features;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How features were computed.
 *
 * @param computed of how many photographs
 * @param left those that could not be read or decoded, and why
 */
public record FeatureReport(long computed, List<String> left) implements Serializable {
    static FeatureReport of(List<FeatureReport> parts) {
        long computed = 0;
        List<String> left = new ArrayList<>();
        for (FeatureReport part : parts) {
            computed += part.computed();
            left.addAll(part.left());
        }
        return new FeatureReport(computed, left);
    }
}
