package dev.carornot.function.metric;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.function.model.ServedModel;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.queue.RequestQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Histogram;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Metrics for Prometheus, by Micrometer. Nothing is made before the first photograph or the first look at {@code /q/metrics}, so
 * that a start does not wait for it. docs/metrics.md lists what there is. Thread-safe.
 */
@Singleton
@Typed(ServerMetrics.class)
// The registry that Quarkus 3.32 has, by Prometheus's older client.
@SuppressWarnings("deprecation")
public final class ServerMetrics implements Metrics {
    private static final String PREFIX = "carornot.";

    /** Of models that have answered the last few have their series still; a server may change models for years. */
    private static final int MODELS = 4;

    /** Closer at both ends, where a model that is sure of itself has most of its photographs. */
    private static final double[] PROBABILITIES = {
        0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1
    };

    /** From the network in int8 on a small photograph to a request at the end of a long queue. */
    private static final Duration[] TIMES = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Provider<PrometheusMeterRegistry> registry;
    private final Provider<ServedModel> model;
    private final Provider<RequestQueue> queue;
    private Meters meters;

    ServerMetrics(
            Provider<PrometheusMeterRegistry> registry, Provider<ServedModel> model, Provider<RequestQueue> queue) {
        this.registry = registry;
        this.model = model;
        this.queue = queue;
    }

    @Override
    public void looked(Verdict verdict) {
        Timings timings = verdict.timings();
        Meters all = meters();
        all.decode.record(millis(timings.decode()));
        all.total.record(millis(timings.total()));
        if (verdict instanceof Verdict.Classified classified) {
            all.resize.record(millis(timings.resize()));
            all.network.record(millis(timings.network()));
            all.count(classified);
        }
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    @Override
    public void refused(Reason reason) {
        meters().refusals.get(reason).increment();
    }

    @Override
    public void waited(Duration time) {
        meters().wait.record(time);
    }

    @Override
    public void recorded(String ending) {
        meters().registry.counter(PREFIX + "uploads", "ending", ending).increment();
    }

    @Override
    public void answered(String path, int status, Duration time) {
        meters().request(path, status).record(time);
    }

    /** Makes up what is found out only when somebody looks. */
    public void look() {
        meters().look();
    }

    private synchronized Meters meters() {
        if (meters == null) {
            meters = new Meters(registry.get(), model.get(), queue.get());
        }
        return meters;
    }

    @PreDestroy
    synchronized void close() {
        if (meters != null && meters.garbage != null) {
            meters.garbage.close();
        }
    }

    private static Timer timer(MeterRegistry registry, String name, String description, String... tags) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(TIMES)
                .register(registry);
    }

    private static final class Meters {
        private final PrometheusMeterRegistry registry;
        private final ServedModel model;
        private final Map<Reason, Counter> refusals = new EnumMap<>(Reason.class);
        private final Timer decode;
        private final Timer resize;
        private final Timer network;
        private final Timer total;
        private final Timer wait;
        private final MultiGauge info;
        /** Prometheus's own: Micrometer's rounds up to whole numbers before it looks for the bucket (seen with 1.16.3). */
        private final Histogram probability;
        /** By name and version, the one that has answered last at the end. */
        private final Map<String, Set<Counter>> models = new LinkedHashMap<>();

        private JvmGcMetrics garbage;

        Meters(PrometheusMeterRegistry registry, ServedModel model, RequestQueue queue) {
            this.registry = registry;
            this.model = model;
            for (Reason reason : Reason.values()) {
                refusals.put(
                        reason,
                        Counter.builder(PREFIX + "refusals")
                                .description("Photographs and requests without a verdict.")
                                .tag("reason", reason.code())
                                .register(registry));
            }
            decode = step("decode");
            resize = step("resize");
            network = step("network");
            total = step("total");
            wait = timer(registry, "queue.wait", "How long photographs waited for a predictor.");
            Gauge.builder(PREFIX + "queue.length", queue, RequestQueue::length)
                    .description("Photographs that wait for a predictor.")
                    .register(registry);
            Gauge.builder(PREFIX + "queue.free", queue, RequestQueue::free)
                    .description("Requests that would be let in before one is turned away.")
                    .register(registry);
            FunctionCounter.builder(PREFIX + "model.swaps", model, ServedModel::changes)
                    .description("How often another model has come to serve.")
                    .register(registry);
            Gauge.builder(
                            PREFIX + "model.refused",
                            model,
                            served -> served.refused().isPresent() ? 1 : 0)
                    .description("1 while the version that is current cannot serve and another does.")
                    .register(registry);
            probability = Histogram.build("carornot_probability", "Probability of the positive class.")
                    .labelNames("model")
                    .buckets(PROBABILITIES)
                    .register(registry.getPrometheusRegistry());
            info = MultiGauge.builder(PREFIX + "model.info")
                    .description("Which model answers; always 1.")
                    .register(registry);
        }

        private Timer step(String name) {
            return timer(registry, "step", "Where the time of a photograph went.", "step", name);
        }

        Timer request(String path, int status) {
            return timer(
                    registry,
                    "request",
                    "Requests over HTTP, from the first byte to the last.",
                    "path",
                    path,
                    "status",
                    Integer.toString(status));
        }

        synchronized void count(Verdict.Classified verdict) {
            ModelDescription spoke = verdict.model();
            String name = spoke.name() + "/" + spoke.version();
            Counter verdicts = Counter.builder(PREFIX + "verdicts")
                    .description("Photographs with a verdict.")
                    .tags("label", verdict.label(), "model", name)
                    .register(registry);
            verdicts.increment();
            probability.labels(name).observe(verdict.probability());
            remember(name, verdicts);
        }

        private void remember(String name, Counter verdicts) {
            Set<Counter> known = models.remove(name);
            Set<Counter> now = known == null ? new HashSet<>() : known;
            now.add(verdicts);
            models.put(name, now);
            if (models.size() > MODELS) {
                String eldest = models.keySet().iterator().next();
                models.remove(eldest).forEach(registry::remove);
                probability.remove(eldest);
            }
        }

        synchronized void look() {
            Optional<ModelDescription> served = model.description();
            info.register(
                    served
                            .map(description -> MultiGauge.Row.of(
                                    Tags.of(
                                            "name",
                                            description.name(),
                                            "version",
                                            description.version(),
                                            "precision",
                                            description.precision()),
                                    1))
                            .stream()
                            .toList(),
                    true);
            if (garbage == null) {
                garbage = new JvmGcMetrics();
                garbage.bindTo(registry);
                new JvmMemoryMetrics().bindTo(registry);
                new JvmThreadMetrics().bindTo(registry);
                new ProcessorMetrics().bindTo(registry);
                new UptimeMetrics().bindTo(registry);
            }
        }
    }
}
