package dev.carornot.training.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carornot.classifier.explanation.HeatMap;
import dev.carornot.classifier.image.Box;
import java.util.List;

/**
 * Where in a photograph the verdict comes from, as the served application writes it too.
 *
 * @param label the positive one, for which positive values speak
 * @param values row by row, each in -1..1
 * @param area what the network saw of the upright picture, in its pixels
 */
record Heat(
        @JsonProperty String label,
        @JsonProperty int columns,
        @JsonProperty int rows,
        @JsonProperty List<Double> values,
        @JsonProperty Area area) {
    record Area(
            @JsonProperty double x,
            @JsonProperty double y,
            @JsonProperty double width,
            @JsonProperty double height) {}

    static Heat of(HeatMap heat) {
        Box area = heat.area();
        return new Heat(
                heat.label(),
                heat.map().columns(),
                heat.map().rows(),
                heat.map().rounded(),
                new Area(area.x(), area.y(), area.width(), area.height()));
    }
}
