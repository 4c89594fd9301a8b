package dev.carornot.function.http;

import dev.carornot.function.answer.Reply;
import dev.carornot.function.key.ApiKeys;
import dev.carornot.function.key.ApiKeys.Check;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Asks for a key, where any are configured, before anything of a request's body is received: of everything but the page, which
 * has to be there to ask people for theirs, and Quarkus's own paths, which are for probes and scrapers. Thread-safe.
 */
@Singleton
final class KeyGate {
    /** Before bodies are received or found too large. */
    private static final int BEFORE_BODIES = RequestGate.BEFORE_QUARKUS - 1;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]+");
    private static final List<String> OPEN_PATHS = List.of("/", "/index.html");
    private static final List<String> OPEN_FOLDERS = List.of("/page/", "/q/");

    private final ApiKeys keys;
    private final Reception reception;

    KeyGate(ApiKeys keys, Reception reception) {
        this.keys = keys;
        this.reception = reception;
    }

    void register(@Observes Router router) {
        if (keys.areNeeded()) {
            router.route().order(BEFORE_BODIES).handler(this::look);
        }
    }

    private void look(RoutingContext exchange) {
        Check check = keys.check(exchange.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (check == Check.GOOD || isOpen(exchange)) {
            exchange.next();
        } else {
            reception.refuse(exchange, Reply.unauthorized(check == Check.WRONG));
        }
    }

    private static boolean isOpen(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String path = exchange.normalizedPath();
        // Who may use which method is no secret, and browsers ask without the key (CORS). A path that is written in a
        // roundabout
        // way might be another one to whoever answers.
        return request.method().equals(HttpMethod.OPTIONS)
                || (path.equals(request.path())
                        && PLAIN.matcher(path).matches()
                        && (OPEN_PATHS.contains(path) || OPEN_FOLDERS.stream().anyMatch(path::startsWith)));
    }
}
