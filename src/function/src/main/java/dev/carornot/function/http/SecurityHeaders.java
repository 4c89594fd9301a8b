package dev.carornot.function.http;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * What every answer says to browsers, whoever gives it, Quarkus's own pages and refusals too: that it is what it is called, that
 * nothing in it may run or be framed, and that no page of elsewhere gets at it. An answer that has said something else of its own
 * keeps it: the page and reports have their content security policies. Thread-safe.
 */
@Singleton
final class SecurityHeaders {
    /** With {@link RequestRecord}, before whatever may answer. */
    private static final int FIRST = RouteConstants.ROUTE_ORDER_RECORD_START_TIME;

    /** Not Cross-Origin-Embedder-Policy: nothing of others is embedded, which the content security policy says already. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(exchange -> {
            exchange.addHeadersEndHandler(
                    ignored -> complete(exchange.response().headers()));
            exchange.next();
        });
    }

    private static void complete(MultiMap said) {
        HEADERS.forEach((name, value) -> {
            if (!said.contains(name)) {
                said.set(name, value);
            }
        });
    }
}
