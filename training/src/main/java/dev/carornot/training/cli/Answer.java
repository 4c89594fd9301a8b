package dev.carornot.training.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.image.Refusal;
import java.nio.file.Path;

/**
 * What is printed of one photograph; what does not apply is null.
 *
 * @param path as named on the command line, or below a folder that was
 * @param verdict a label, {@code uncertain}, or {@code refused}
 * @param probability of the positive class
 * @param width of the upright picture, in pixels
 * @param height of the upright picture, in pixels
 * @param reason why it was refused: a {@link Refusal.Reason} or {@code UNREADABLE}
 * @param message the same for people
 * @param model name and version, with a space between
 * @param overlay the file with the explained photograph
 * @param explanation where in the photograph the verdict comes from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer(
        @JsonProperty String path,
        @JsonProperty String verdict,
        @JsonProperty Double probability,
        @JsonProperty Integer width,
        @JsonProperty Integer height,
        @JsonProperty String reason,
        @JsonProperty String message,
        @JsonProperty String model,
        @JsonProperty String overlay,
        @JsonProperty Heat explanation) {
    private static final String REFUSED = "refused";

    static Answer classified(String path, Verdict.Classified verdict) {
        return classified(path, verdict, null, null);
    }

    /** With the file that the explained photograph was written to. */
    static Answer explained(String path, Explanation.Explained explained, Path overlay) {
        return classified(path, explained.verdict(), overlay.toString(), Heat.of(explained.heat()));
    }

    private static Answer classified(String path, Verdict.Classified verdict, String overlay, Heat explanation) {
        return new Answer(
                path,
                verdict.label(),
                verdict.probability(),
                verdict.width(),
                verdict.height(),
                null,
                null,
                verdict.model().name() + " " + verdict.model().version(),
                overlay,
                explanation);
    }

    static Answer refused(String path, Refusal refusal) {
        return new Answer(
                path, REFUSED, null, null, null, refusal.reason().name(), refusal.message(), null, null, null);
    }

    static Answer unreadable(String path, String message) {
        return new Answer(path, REFUSED, null, null, null, "UNREADABLE", message, null, null, null);
    }

    boolean isRefused() {
        return reason != null;
    }
}
