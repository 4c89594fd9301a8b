package dev.carornot.function.http;

import dev.carornot.function.metric.Metrics;
import dev.carornot.function.metric.ServerMetrics;
import dev.carornot.function.request.AccessLog;
import dev.carornot.function.request.Methods;
import dev.carornot.function.request.RequestId;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Names every request before anything else looks at it: whatever answers, Quarkus's own pages too, bears the name. When it has
 * been answered there is a line in the log, and its time is taken. Thread-safe.
 */
@Singleton
final class RequestRecord {
    private static final int FIRST = RouteConstants.ROUTE_ORDER_RECORD_START_TIME;
    /** Quarkus's own paths, which others ask every few seconds. */
    private static final String MANAGEMENT = "/q/";

    private static final String SCRAPE = "/q/metrics";

    private final Provider<Metrics> metrics;
    private final Provider<ServerMetrics> server;

    RequestRecord(Provider<Metrics> metrics, Provider<ServerMetrics> server) {
        this.metrics = metrics;
        this.server = server;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::begin);
        router.route(SCRAPE).order(FIRST + 1).blockingHandler(exchange -> {
            server.get().look();
            exchange.next();
        });
    }

    private void begin(RoutingContext exchange) {
        long start = System.nanoTime();
        RequestId id = RequestId.of(exchange.request().getHeader(RequestId.HEADER));
        id.begin();
        exchange.response().putHeader(RequestId.HEADER, id.text());
        exchange.addEndHandler(ended -> {
            id.begin();
            end(exchange, Duration.ofNanos(System.nanoTime() - start));
        });
        exchange.next();
    }

    private void end(RoutingContext exchange, Duration time) {
        String path = exchange.request().path();
        boolean management = path.startsWith(MANAGEMENT);
        int status = exchange.response().getStatusCode();
        AccessLog.line(exchange.request().method().name(), path, status, time, management);
        if (!management) {
            metrics.get().answered(Methods.template(path), status, time);
        }
    }
}
