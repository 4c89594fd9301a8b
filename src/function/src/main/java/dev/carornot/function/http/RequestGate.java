package dev.carornot.function.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.problem.Failures;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.RejectedExecutionException;

/**
 * What happens to a request before and beside quarkus-rest: one that announces too large a body is answered at once, and
 * what fails outside a resource is answered with a problem document too. Thread-safe.
 */
@Singleton
final class RequestGate {
    /** Before Quarkus's own limit, which answers without a document and closes the connection in the sender's face. */
    private static final int BEFORE_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private final RequestReader reader;
    private final ObjectMapper json;
    private final long wall;

    /** @throws ConfigurationException when Quarkus's own limit would come before ours */
    RequestGate(RequestReader reader, ObjectMapper json, VertxHttpConfig http) {
        this.reader = reader;
        this.json = json;
        this.wall = http.limits().maxBodySize().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
        if (wall < reader.limit()) {
            throw new ConfigurationException("carornot.limits.request is " + reader.limit()
                    + " bytes, more than quarkus.http.limits.max-body-size lets through (" + wall
                    + "); raise the latter or lower the former.");
        }
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::limit).failureHandler(this::fail);
    }

    private void limit(RoutingContext exchange) {
        String announced = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        long length = announced == null ? 0 : Long.parseLong(announced);
        if (length <= reader.limit()) {
            exchange.next();
            return;
        }
        if (length > wall) {
            // Nobody reads that much to be polite.
            HttpServerResponse response = exchange.response();
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            response.endHandler(end -> exchange.request().connection().close());
        }
        answer(exchange, reader.tooLarge());
        // Vert.x reads the rest and throws it away.
        exchange.request().resume();
    }

    private void fail(RoutingContext exchange) {
        Throwable failure = exchange.failure();
        if (exchange.response().ended() || exchange.response().headWritten()) {
            exchange.next();
        } else if (failure instanceof RejectedExecutionException) {
            answer(exchange, Problem.of(Reason.UNAVAILABLE, "Too many requests are waiting; ask again in a moment."));
        } else if (failure != null) {
            answer(exchange, Failures.log(failure));
        } else {
            exchange.next();
        }
    }

    private void answer(RoutingContext exchange, Problem problem) {
        HttpServerResponse response = exchange.response();
        response.setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        try {
            response.end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
