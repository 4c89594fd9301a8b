package dev.carornot.function.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.function.model.BreakableModel;
import dev.carornot.function.model.ServedModel;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// The registry that Quarkus 3.32 has.
@SuppressWarnings("deprecation")
final class ServerMetricsTest {
    private static final Pattern MODEL = Pattern.compile("model=\"m/(\\d+)\"");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RequestQueue queue = new RequestQueue(new Capacity(1, 1, 2));
    private final ServedModel served = new BreakableModel().served(queue);
    private final ServerMetrics metrics = new ServerMetrics(() -> registry, () -> served, () -> queue);

    @AfterEach
    void close() {
        metrics.close();
        registry.close();
        queue.close();
    }

    @Test
    void aModelThatHasNotAnsweredForLongLeavesNoSeries() {
        for (int version = 1; version <= 6; version++) {
            metrics.looked(verdict(version));
        }
        metrics.looked(verdict(3));
        metrics.looked(verdict(7));

        Set<String> models = MODEL.matcher(registry.scrape())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(models).containsExactlyInAnyOrder("3", "5", "6", "7");
    }

    @Test
    void whoLooksSeesTheQueueAndTheModelOfThisMoment() {
        metrics.look();
        assertThat(registry.scrape())
                .contains("carornot_queue_free 3.0", "carornot_queue_length 0.0")
                .contains("name=\"breakable\"");

        try (RequestQueue.Place taken = queue.enter().orElseThrow()) {
            assertThat(taken).isNotNull();
            metrics.look();
            assertThat(registry.scrape()).contains("carornot_queue_free 2.0");
        }
    }

    @Test
    void beforeAnybodyLooksNothingIsMade() {
        assertThat(registry.getMeters()).isEmpty();
    }

    private static Verdict verdict(int version) {
        ModelDescription model =
                new ModelDescription("m", Integer.toString(version), "fp32", new Labels("not_car", "car"));
        return new Verdict.Positive(0.75, 4, 3, model, new Timings(1, 2, 3, 6));
    }
}
