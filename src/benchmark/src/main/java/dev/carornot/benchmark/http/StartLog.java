package dev.carornot.benchmark.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the function's log says of where the time of its start went. Stateless and thread-safe. */
final class StartLog {
    /** Makes the function say it. */
    static final Map<String, String> ENVIRONMENT = Map.of("QUARKUS_LOG_CATEGORY__DEV_CARORNOT__LEVEL", "DEBUG");

    private static final double MILLIS_A_SECOND = 1000;

    private static final List<Part> PARTS = List.of(
            // Quarkus's own line: all until it listens but for the JVM's own start, the wait for the model within it.
            new Part("until_it_listens", Pattern.compile(" started in (\\d+\\.\\d+)s\\."), MILLIS_A_SECOND),
            new Part("waiting_for_the_model", Pattern.compile(" is open and warm after (\\d+) ms"), 1),
            // On a thread beside the framework's.
            new Part("artifact", Pattern.compile("Artifact (\\d+) ms"), 1),
            new Part(
                    "engine_and_network",
                    Pattern.compile("what remained of the engine, the network and its warm-up (\\d+) ms"),
                    1));

    private record Part(String name, Pattern pattern, double millis) {}

    private StartLog() {}

    /** Parts by name in milliseconds; those that the log does not tell are absent. */
    static Map<String, Double> parts(String log) {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Part part : PARTS) {
            Matcher matcher = part.pattern().matcher(log);
            if (matcher.find()) {
                parts.put(part.name(), Double.parseDouble(matcher.group(1)) * part.millis());
            }
        }
        return parts;
    }
}
