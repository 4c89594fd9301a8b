package dev.carornot.function.http;

import dev.carornot.function.request.RequestId;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Names every request before anything else looks at it: whatever answers, Quarkus's own pages too, bears the name. Thread-safe. */
@Singleton
final class RequestNaming {
    /** Of those with the same order the one that registers first comes first; Quarkus's own come after it all the same. */
    private static final int FIRST = RouteConstants.ROUTE_ORDER_RECORD_START_TIME;

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(RequestNaming::name);
    }

    private static void name(RoutingContext exchange) {
        RequestId id = RequestId.of(exchange.request().getHeader(RequestId.HEADER));
        id.begin();
        exchange.response().putHeader(RequestId.HEADER, id.text());
        exchange.next();
    }
}
