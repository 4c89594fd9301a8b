package dev.carornot.training.features;

import dev.carornot.classifier.feature.FeatureRecords;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A cache whose features are computed by another program, which is told all that they depend on. Holds the cache's file until it
 * is closed. Not thread-safe.
 */
public final class Elsewhere implements AutoCloseable {
    private final Recipe recipe;
    private final FeatureCache cache;
    private final FeatureRecords records;

    Elsewhere(Recipe recipe, FeatureCache cache) {
        this.recipe = recipe;
        this.cache = cache;
        this.records = new FeatureRecords(recipe.backbone().features(), FeatureRecords.Element.FLOAT32);
    }

    /**
     * What features depend on, beside the photographs.
     *
     * @param file the weights
     * @param digest SHA-256 of that file
     * @param backbone the shape
     * @param input what the network sees
     * @param normalization what is done to the pixels
     * @param precision the arithmetic
     * @param jpegDecoder what decodes JPEGs
     */
    public record Recipe(
            Path file,
            String digest,
            BackboneConfiguration backbone,
            InputSize input,
            Normalization normalization,
            String precision,
            String jpegDecoder) {}

    /** The recipe. */
    public Recipe recipe() {
        return recipe;
    }

    /** Those of which the cache has no features, each content once. */
    public List<Photograph> missing(List<Photograph> photographs) {
        Set<String> seen = new HashSet<>();
        List<Photograph> missing = new ArrayList<>();
        for (Photograph photograph : photographs) {
            if (!cache.contains(photograph.sha256()) && seen.add(photograph.sha256())) {
                missing.add(photograph);
            }
        }
        return missing;
    }

    /**
     * Takes in a file of records, without a header.
     *
     * @return how many
     * @throws UserException when it is damaged; what came before the damage is kept
     */
    public int take(Path file) {
        byte[] entry = new byte[records.recordBytes()];
        float[] vector = new float[recipe.backbone().features()];
        int taken = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int read = in.readNBytes(entry, 0, entry.length);
                    read > 0;
                    read = in.readNBytes(entry, 0, entry.length)) {
                if (read < entry.length || !records.isIntact(entry)) {
                    throw new UserException("'" + file + "' is damaged after " + taken + " records; compute it again.");
                }
                records.decode(ByteBuffer.wrap(entry), vector, 0);
                cache.put(FeatureRecords.sha256(entry), vector);
                taken++;
            }
            return taken;
        } catch (IOException e) {
            throw new UserException("'" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
