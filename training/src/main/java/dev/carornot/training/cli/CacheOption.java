package dev.carornot.training.cli;

import dev.carornot.training.features.FeatureCache;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where features are kept. */
final class CacheOption {
    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Keeps the features of photographs, so that the next run with the same backbone need not compute"
                            + " them again (default: car-or-not/features in $XDG_CACHE_HOME or ~/.cache).")
    private Path cache;

    /** The folder, the usual one where none was named. */
    Path folder(Console console) {
        return cache == null ? FeatureCache.defaultFolder(console.environment(), console.home()) : cache;
    }
}
