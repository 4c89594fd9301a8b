package dev.carornot.function.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which answers are compressed for those who take it: all texts, whoever answers, and nothing else. Quarkus's own routes would
 * leave theirs as they are, and nobody would tell caches that there are two forms of an answer. Thread-safe.
 */
@Singleton
final class Compression {
    private static final int EARLY = RequestGate.BEFORE_QUARKUS - 2;

    private final Set<String> texts;

    Compression(@ConfigProperty(name = "quarkus.http.compress-media-types") Set<String> texts) {
        this.texts = Set.copyOf(texts);
    }

    void register(@Observes Router router) {
        router.route().order(EARLY).handler(exchange -> {
            exchange.addHeadersEndHandler(ignored -> decide(exchange));
            exchange.next();
        });
    }

    private void decide(RoutingContext exchange) {
        MultiMap headers = exchange.response().headers();
        // Quarkus's word for "not to be compressed", which HTTP has no use for in answers.
        boolean plain = headers.contains(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY, true);
        if (isText(headers.get(HttpHeaders.CONTENT_TYPE))) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            if (plain) {
                headers.remove(HttpHeaders.CONTENT_ENCODING);
            }
        } else if (plain && !exchange.request().headers().contains(HttpHeaders.ACCEPT_ENCODING)) {
            headers.remove(HttpHeaders.CONTENT_ENCODING);
        }
    }

    private boolean isText(String contentType) {
        return contentType != null && texts.contains(contentType.split(";", 2)[0].strip());
    }
}
