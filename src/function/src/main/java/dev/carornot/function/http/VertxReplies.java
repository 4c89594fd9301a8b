package dev.carornot.function.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.answer.Reply;
import dev.carornot.function.metric.Metrics;
import dev.carornot.function.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** Sends replies where there is no quarkus-rest to do it. Thread-safe. */
@Singleton
final class VertxReplies {
    /** As quarkus-rest spells it. */
    private static final String ACCEPT = "Accept";

    private final ObjectMapper json;
    private final Provider<Metrics> metrics;

    VertxReplies(ObjectMapper json, Provider<Metrics> metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    void send(RoutingContext exchange, Reply reply) {
        HttpServerResponse response = exchange.response();
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (reply.body() == null) {
            response.end();
            return;
        }
        if (reply.body() instanceof Problem problem) {
            metrics.get().refused(problem.reason());
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, reply.mediaType());
        response.putHeader(HttpHeaders.VARY, ACCEPT);
        try {
            response.end(json.writeValueAsString(reply.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
