package dev.carornot.function.http;

import dev.carornot.function.answer.Reply;
import dev.carornot.function.problem.Failures;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * What happens to a request before and beside quarkus-rest: one that announces too large a body is answered at once,
 * the bodies of others are received, and what fails outside a resource is answered with a problem document too. Thread-safe.
 */
@Singleton
final class RequestGate {
    /** Before Quarkus's own limit, which answers without a document and closes the connection in the sender's face. */
    static final int BEFORE_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private final RequestLimits limits;
    private final Reception reception;
    private final VertxReplies replies;

    RequestGate(RequestLimits limits, Reception reception, VertxReplies replies) {
        this.limits = limits;
        this.reception = reception;
        this.replies = replies;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::limit).failureHandler(this::fail);
        for (String path : List.of(ClassifyResource.PATH, ExplainResource.PATH)) {
            router.post(path).order(BEFORE_QUARKUS).handler(reception::receive);
        }
    }

    private void limit(RoutingContext exchange) {
        String announced = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        long length = announced == null ? 0 : Long.parseLong(announced);
        if (length <= limits.limit()) {
            exchange.next();
            return;
        }
        if (length > limits.wall()) {
            // Nobody reads that much to be polite.
            HttpServerResponse response = exchange.response();
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            response.endHandler(end -> exchange.request().connection().close());
        }
        answer(exchange, limits.tooLarge());
        // Vert.x reads the rest and throws it away.
        exchange.request().resume();
    }

    private void fail(RoutingContext exchange) {
        Throwable failure = exchange.failure();
        boolean ours = exchange.statusCode() < 0 || exchange.statusCode() >= Reason.INTERNAL.status();
        if (exchange.response().headWritten() || failure == null) {
            exchange.next();
        } else if (exchange.statusCode() == Reason.MALFORMED_REQUEST.status()) {
            // Quarkus would log it as an error, of which strangers could then write as many as they like.
            answer(exchange, Problem.of(Reason.MALFORMED_REQUEST, "The request cannot be understood."));
        } else if (!ours) {
            exchange.next();
        } else if (failure instanceof RejectedExecutionException) {
            answer(exchange, Problem.of(Reason.BUSY, "Too many requests are waiting; ask again in a moment."));
        } else {
            answer(exchange, Failures.log(failure));
        }
    }

    private void answer(RoutingContext exchange, Problem problem) {
        replies.send(exchange, Reply.of(problem));
    }
}
