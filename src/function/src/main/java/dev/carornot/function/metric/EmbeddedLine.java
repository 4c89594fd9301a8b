package dev.carornot.function.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line in CloudWatch's embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html): metrics,
 * each under no dimension, under the line's own, and under the model that spoke. Used by one thread at a time.
 */
final class EmbeddedLine {
    static final String COUNT = "Count";
    static final String MILLISECONDS = "Milliseconds";
    static final String NONE = "None";

    private static final String NAMESPACE = "CarOrNot";
    private static final String MODEL = "model";

    /** The format's own limit of values of one metric. */
    private static final int MOST = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String dimension;
    private final String value;
    private final String model;
    private final Map<String, Values> metrics = new LinkedHashMap<>();

    private record Values(String unit, List<Double> values) {}

    /** @param model null where none spoke */
    EmbeddedLine(String dimension, String value, String model) {
        this.dimension = dimension;
        this.value = value;
        this.model = model;
    }

    EmbeddedLine add(String metric, String unit, double measured) {
        metrics.computeIfAbsent(metric, name -> new Values(unit, new ArrayList<>()))
                .values()
                .add(measured);
        return this;
    }

    boolean isFull() {
        return metrics.values().stream().anyMatch(values -> values.values().size() >= MOST);
    }

    String json(long epochMillis, String request) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode aws = line.putObject("_aws");
        aws.put("Timestamp", epochMillis);
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", NAMESPACE);
        ArrayNode dimensions = directive.putArray("Dimensions");
        // Each set of dimensions is a series of its own: all together, by what the line is about, by model.
        dimensions.addArray();
        dimensions.addArray().add(dimension);
        if (model != null) {
            dimensions.addArray().add(MODEL);
            dimensions.addArray().add(dimension).add(MODEL);
        }
        ArrayNode definitions = directive.putArray("Metrics");
        line.put("requestId", request);
        line.put(dimension, value);
        if (model != null) {
            line.put(MODEL, model);
        }
        metrics.forEach((name, values) -> {
            definitions.addObject().put("Name", name).put("Unit", values.unit());
            if (values.values().size() == 1) {
                line.put(name, values.values().get(0));
            } else {
                ArrayNode array = line.putArray(name);
                values.values().forEach(array::add);
            }
        });
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
