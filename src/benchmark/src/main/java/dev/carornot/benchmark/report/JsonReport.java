package dev.carornot.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.benchmark.measurement.Bar;
import dev.carornot.benchmark.measurement.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Results as JSON, for programs that compare runs, and for handing them from process to process. Thread-safe. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    /** A whole run: machine, results, bars. */
    static byte[] bytes(Run run) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.set("machine", JSON.valueToTree(run.machine()));
        json.put("time", run.time().toString());
        json.put("short_form", run.shortForm());
        json.set("results", JSON.valueToTree(run.results().results()));
        json.set("unavailable", JSON.valueToTree(run.results().unavailable()));
        json.set("two_threads", JSON.valueToTree(run.twoThreads().results()));
        ArrayNode bars = json.putArray("bars");
        for (Bar.Outcome outcome : run.bars()) {
            ObjectNode bar = bars.addObject();
            bar.put("what", outcome.bar().what());
            bar.put("direction", outcome.bar().direction().name().toLowerCase(Locale.ROOT));
            bar.put("limit", outcome.bar().limit());
            bar.put("unit", outcome.bar().unit());
            outcome.reached().ifPresent(reached -> bar.put("reached", reached));
            bar.put("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT));
        }
        return JSON.writeValueAsBytes(json);
    }

    /** Leaves results for another process. */
    public static void write(Path file, Results results) throws IOException {
        JSON.writeValue(file.toFile(), results);
    }

    /** Takes what {@link #write} left. */
    public static Results read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }
}
