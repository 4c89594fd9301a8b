package dev.carornot.function.answer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is said of one photograph.
 *
 * @param verdict the model's label, or {@code uncertain}
 * @param probability calibrated probability of the positive class, in 0..1
 */
@RegisterForReflection
@JsonPropertyOrder({"verdict", "probability", "model", "image", "millis"})
@Schema(
        description = "What the model says of one photograph.",
        requiredProperties = {"verdict", "probability", "model", "image", "millis"})
public record Answer(
        @Schema(description = "car, not_car or uncertain, unless the model has other labels.", examples = "car")
        String verdict,

        @Schema(
                description = "Probability of the positive class, at the temperature of the model.",
                minimum = "0",
                maximum = "1",
                examples = "0.97")
        double probability,

        Model model,
        Image image,
        Millis millis) {

    @RegisterForReflection
    @Schema(
            name = "Model",
            description = "Which model spoke, in which arithmetic.",
            requiredProperties = {"name", "version", "precision"})
    public record Model(
            @Schema(examples = "car-or-not") String name,
            @Schema(examples = "2026-11-23") String version,
            @Schema(examples = "fp32") String precision) {}

    @RegisterForReflection
    @Schema(
            name = "Image",
            description = "The upright picture, in pixels.",
            requiredProperties = {"width", "height"})
    public record Image(
            @Schema(examples = "4032") int width,
            @Schema(examples = "3024") int height) {}

    @RegisterForReflection
    @Schema(
            name = "Millis",
            description = "Where the time went, in milliseconds.",
            requiredProperties = {"decode", "resize", "network", "total"})
    public record Millis(
            @Schema(examples = "38.2") double decode,
            @Schema(examples = "4.1") double resize,
            @Schema(examples = "25.7") double network,
            @Schema(examples = "68.0") double total) {}

    static Answer of(Verdict.Classified verdict) {
        ModelDescription model = verdict.model();
        Timings timings = verdict.timings();
        return new Answer(
                verdict.label(),
                verdict.probability(),
                new Model(model.name(), model.version(), model.precision()),
                new Image(verdict.width(), verdict.height()),
                new Millis(timings.decode(), timings.resize(), timings.network(), timings.total()));
    }
}
