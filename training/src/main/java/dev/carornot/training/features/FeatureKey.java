package dev.carornot.training.features;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 */
public record FeatureKey(
        String weights,
        BackboneConfiguration backbone,
        InputSize input,
        Normalization normalization,
        String jpegDecoder,
        String precision) {
    /** To be raised whenever the decoder, the resampler or the network yields other numbers than before. */
    static final int PIPELINE_REVISION = 2;

    /** SHA-256 over the key's parts, one on a line: 32 bytes. */
    byte[] digest() {
        String text = String.join(
                "\n",
                List.of(
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
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
