package dev.carornot.batch.result;

import java.io.Serializable;

/**
 * What is said of one photograph.
 *
 * @param path as listed
 * @param version as listed
 * @param verdict a label of the model, {@code uncertain}, {@link #REFUSED}, or {@link #FAILED}
 * @param probability of the positive class, in 0..1; null when it was not looked at
 * @param reason why it was not: a {@link dev.carornot.classifier.image.Refusal.Reason}, a {@link
 *     dev.carornot.batch.photograph.Reading.Reason} or {@link #ENGINE}; null when it was
 * @param message the same for people
 * @param model which model
 * @param millis for decoding and the network, without reading; null where that was not measured
 */
public record ResultRow(
        String path,
        String version,
        String verdict,
        Double probability,
        String reason,
        String message,
        ModelIdentity model,
        Double millis)
        implements Serializable {
    /** The verdict on what is no photograph, or none that is looked at. */
    public static final String REFUSED = "refused";

    /** In place of a verdict where there is none, but may be one next time. */
    public static final String FAILED = "failed";

    /** The reason where the engine failed, not the photograph. */
    public static final String ENGINE = "ENGINE";
}
