package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.training.dataset.RandomSplit;

/** The random split that a model was trained with, from its provenance. Stateless and thread-safe. */
public final class RecordedSplit {
    private RecordedSplit() {}

    /** As recorded; the usual split for an artifact that records none. */
    public static RandomSplit of(Manifest manifest) {
        JsonNode configuration = manifest.provenance().path("configuration");
        JsonNode shares = configuration.path("split");
        if (!configuration.path("seed").isNumber() || !shares.isObject()) {
            return RandomSplit.DEFAULT;
        }
        return new RandomSplit(
                configuration.path("seed").asLong(),
                shares.path("train").asDouble(),
                shares.path("validation").asDouble(),
                shares.path("test").asDouble());
    }
}
