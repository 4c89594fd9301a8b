package dev.carornot.training.features;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that has a cache open until its standard input ends. */
final class HoldsCache {
    private HoldsCache() {}

    public static void main(String[] arguments) throws IOException {
        try (FeatureCache cache = FeatureCache.open(Path.of(arguments[0]), FeatureCacheTest.KEY, 3)) {
            cache.put("ab".repeat(32), new float[] {7, 8, 9});
            System.out.println("open");
            System.in.transferTo(System.out);
        }
    }
}
