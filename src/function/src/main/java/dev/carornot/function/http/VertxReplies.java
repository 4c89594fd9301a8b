package dev.carornot.function.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.answer.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Sends replies where there is no quarkus-rest to do it. Thread-safe. */
@Singleton
final class VertxReplies {
    /** As quarkus-rest spells it. */
    private static final String ACCEPT = "Accept";

    private final ObjectMapper json;

    VertxReplies(ObjectMapper json) {
        this.json = json;
    }

    void send(RoutingContext exchange, Reply reply) {
        HttpServerResponse response = exchange.response();
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (reply.body() == null) {
            response.end();
            return;
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
