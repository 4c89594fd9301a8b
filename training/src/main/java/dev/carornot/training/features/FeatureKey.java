package dev.carornot.training.features;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that determines a photograph's features, beside its bytes: where two keys agree, so do the features.
 *
 * @param weights digest of the backbone's weights, e.g. SHA-256 of their file
 * @param backbone the network's shape
 * @param input the size that the network sees
 * @param normalization what is done to the pixels
 * @param jpegDecoder what decodes JPEGs, as {@link dev.carornot.classifier.image.InputDecoder#jpegDecoder()} calls it
 * @param precision the arithmetic, as {@link dev.carornot.classifier.program.Program#precision()} calls it
 * @param output what of the network is kept: {@link #POOLED}, or which maps
 * @param view what it sees of a photograph: {@link #SERVED}, or which variation
 */
public record FeatureKey(
        String weights,
        BackboneConfiguration backbone,
        InputSize input,
        Normalization normalization,
        String jpegDecoder,
        String precision,
        String output,
        String view) {
    static final String POOLED = "pooled";

    /** What serving sees. */
    public static final String SERVED = "served";

    /** To be raised whenever the decoder, the resampler or the network yields other numbers than before. */
    static final int PIPELINE_REVISION = 2;

    /** Of pooled features of photographs as serving sees them. */
    public FeatureKey(
            String weights,
            BackboneConfiguration backbone,
            InputSize input,
            Normalization normalization,
            String jpegDecoder,
            String precision) {
        this(weights, backbone, input, normalization, jpegDecoder, precision, POOLED, SERVED);
    }

    /** SHA-256 over the key's parts, one on a line: 32 bytes. */
    byte[] digest() {
        List<String> lines = new ArrayList<>(List.of(
                "pipeline " + PIPELINE_REVISION,
                "weights " + weights,
                "variant " + backbone.variant(),
                "blocks " + backbone.blocks(),
                "width " + backbone.width(),
                "resize " + input.resize(),
                "crop " + input.crop(),
                "mean " + normalization.mean(),
                "std " + normalization.std(),
                "jpeg decoder " + jpegDecoder,
                "precision " + precision));
        if (input.aspect() != 1) {
            lines.add("aspect " + input.aspect());
        }
        // Left out where they are as they always were, so that caches from before are still good.
        if (!output.equals(POOLED)) {
            lines.add("output " + output);
        }
        if (!view.equals(SERVED)) {
            lines.add("view " + view);
        }
        String text = String.join("\n", lines);
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
