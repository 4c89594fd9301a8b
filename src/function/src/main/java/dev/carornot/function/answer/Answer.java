package dev.carornot.function.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.explanation.ActivationMap;
import dev.carornot.classifier.explanation.HeatMap;
import dev.carornot.classifier.image.Box;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is said of one photograph.
 *
 * @param verdict the model's label, or {@code uncertain}
 * @param probability calibrated probability of the positive class, in 0..1
 * @param explanation null unless it was asked for
 */
@RegisterForReflection
@JsonPropertyOrder({"verdict", "probability", "model", "image", "millis", "explanation"})
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
        Millis millis,

        @JsonInclude(JsonInclude.Include.NON_NULL) Heat explanation) {

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

    /**
     * Where in a photograph its probability comes from.
     *
     * @param values {@code (rows, columns)}, row-major
     */
    @RegisterForReflection
    @Schema(
            name = "Explanation",
            description =
                    "Where in the photograph the answer comes from; only there when it was asked for. How sure the"
                            + " model is cannot be told from it.",
            requiredProperties = {"label", "columns", "rows", "values", "area"})
    public record Heat(
            @Schema(description = "The positive label, for which positive values speak.", examples = "car")
            String label,

            @Schema(examples = "7") int columns,
            @Schema(examples = "7") int rows,

            @Schema(description = "Row by row, each in -1..1; the largest magnitude is 1.")
            List<Double> values,

            Area area) {
        public Heat {
            values = List.copyOf(values);
        }

        static Heat of(HeatMap heat) {
            ActivationMap map = heat.map();
            Box area = heat.area();
            return new Heat(
                    heat.label(),
                    map.columns(),
                    map.rows(),
                    map.rounded(),
                    new Area(area.x(), area.y(), area.width(), area.height()));
        }
    }

    @RegisterForReflection
    @Schema(
            name = "Area",
            description = "The part of the upright picture that the model saw, in its pixels, fractions included;"
                    + " the values are stretched over it.",
            requiredProperties = {"x", "y", "width", "height"})
    public record Area(
            @Schema(examples = "624.0") double x,
            @Schema(examples = "120.0") double y,
            @Schema(examples = "2784.0") double width,
            @Schema(examples = "2784.0") double height) {}

    static Answer of(Verdict.Classified verdict) {
        return of(verdict, null);
    }

    static Answer of(Explanation.Explained explained) {
        return of(explained.verdict(), Heat.of(explained.heat()));
    }

    private static Answer of(Verdict.Classified verdict, Heat explanation) {
        ModelDescription model = verdict.model();
        Timings timings = verdict.timings();
        return new Answer(
                verdict.label(),
                verdict.probability(),
                new Model(model.name(), model.version(), model.precision()),
                new Image(verdict.width(), verdict.height()),
                new Millis(timings.decode(), timings.resize(), timings.network(), timings.total()),
                explanation);
    }
}
