package dev.carornot.function.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.function.problem.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InvocationMetricsTest {
    private static final ModelDescription MODEL =
            new ModelDescription("first", "7", "int8", new Labels("not_car", "car"));
    private static final Timings TIMES = new Timings(1, 2, 3, 6.5);

    private final ObjectMapper json = new ObjectMapper();
    private final InvocationMetrics metrics = new InvocationMetrics();

    @Test
    void anInvocationWithOnePhotographIsOneLine() {
        metrics.looked(new Verdict.Positive(0.75, 4, 3, MODEL, TIMES));

        JsonNode line = onlyLine();
        assertThat(line.path("requestId").textValue()).isEqualTo("request");
        assertThat(line.path("verdict").textValue()).isEqualTo("car");
        assertThat(line.path("model").textValue()).isEqualTo("first/7");
        assertThat(line.path("Verdicts").doubleValue()).isEqualTo(1);
        assertThat(line.path("Probability").doubleValue()).isEqualTo(0.75);
        assertThat(line.path("TotalMillis").doubleValue()).isEqualTo(6.5);
        assertThat(line.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
        JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
        assertThat(directive.path("Namespace").textValue()).isEqualTo("CarOrNot");
        assertThat(directive.path("Dimensions").toString())
                .isEqualTo("[[],[\"verdict\"],[\"model\"],[\"verdict\",\"model\"]]");
        assertThat(directive.path("Metrics").findValuesAsText("Name"))
                .containsExactly(
                        "Verdicts", "Probability", "DecodeMillis", "ResizeMillis", "NetworkMillis", "TotalMillis");
    }

    @Test
    void whatTheDirectiveNamesStandsInTheLine() {
        metrics.looked(new Verdict.Uncertain(0.5, 4, 3, MODEL, TIMES));
        metrics.refused(Reason.DAMAGED);
        metrics.recorded("standing");

        for (JsonNode line : lines()) {
            JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
            directive.path("Metrics").forEach(metric -> {
                assertThat(line.path(metric.path("Name").textValue()).isNumber())
                        .isTrue();
                assertThat(metric.path("Unit").textValue()).isIn("Count", "Milliseconds", "None");
            });
            directive
                    .path("Dimensions")
                    .forEach(set -> set.forEach(name ->
                            assertThat(line.path(name.textValue()).isTextual()).isTrue()));
        }
    }

    @Test
    void severalOfAKindShareALineAndOthersHaveTheirs() {
        metrics.looked(new Verdict.Positive(0.75, 4, 3, MODEL, TIMES));
        metrics.refused(Reason.DAMAGED);
        metrics.looked(new Verdict.Positive(0.5, 4, 3, MODEL, TIMES));
        metrics.looked(new Verdict.Negative(0.25, 4, 3, MODEL, TIMES));

        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).path("Probability").toString()).isEqualTo("[0.75,0.5]");
        assertThat(lines.get(0).path("Verdicts").toString()).isEqualTo("[1.0,1.0]");
        assertThat(lines.get(1).path("reason").textValue()).isEqualTo("damaged");
        assertThat(lines.get(2).path("verdict").textValue()).isEqualTo("not_car");
    }

    @Test
    void noMetricHasMoreValuesThanTheFormatAllows() {
        for (int i = 0; i < 250; i++) {
            metrics.looked(new Verdict.Positive(0.75, 4, 3, MODEL, TIMES));
        }

        assertThat(lines().stream().map(line -> line.path("Verdicts").size())).containsExactly(100, 100, 50);
    }

    @Test
    void whatWasTakenIsGone() {
        metrics.refused(Reason.BUSY);
        assertThat(metrics.take("one")).endsWith("}\n").doesNotContain("}\n{");
        assertThat(metrics.take("two")).isEmpty();
    }

    private JsonNode onlyLine() {
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<JsonNode> lines() {
        return metrics.take("request")
                .lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
