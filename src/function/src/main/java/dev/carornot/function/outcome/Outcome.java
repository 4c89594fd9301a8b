package dev.carornot.function.outcome;

/**
 * What is recorded of an upload, in short.
 *
 * @param verdict the model's label, {@code uncertain}, or {@link #REFUSED}
 * @param probability of the positive class, in 0..1; null when it was refused
 * @param reason why it was refused, for programs; null when it was not
 * @param model the model's name and version, with a slash between them
 */
public record Outcome(String verdict, Double probability, String reason, String model) {
    /** The verdict on what is no photograph, or none that is read. */
    public static final String REFUSED = "refused";

    static String model(String name, String version) {
        return name + "/" + version;
    }
}
