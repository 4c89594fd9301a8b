package dev.carornot.function.http;

import dev.carornot.function.answer.Reply;
import dev.carornot.function.request.Methods;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What is said to who asks which methods an address knows, and to who uses another: quarkus-rest would name HEAD where there is
 * no GET, and say of a file, such as the page at the root, that there is nothing when somebody sends something there. Thread-safe.
 */
@Singleton
final class MethodGate {
    private static final int BEFORE_RESOURCES = RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT;
    private static final String FILES = "META-INF/resources";
    private static final String ROOT = "/";
    private static final String ROOT_FILE = "/index.html";

    private final VertxReplies replies;

    MethodGate(VertxReplies replies) {
        this.replies = replies;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_RESOURCES).handler(this::look);
    }

    private void look(RoutingContext exchange) {
        HttpMethod method = exchange.request().method();
        Optional<String> methods = methods(exchange.normalizedPath());
        if (methods.isEmpty() || (isAllowed(method, methods.get()) && !method.equals(HttpMethod.OPTIONS))) {
            exchange.next();
            return;
        }
        // Vert.x reads what is sent and throws it away.
        exchange.request().resume();
        replies.send(
                exchange,
                method.equals(HttpMethod.OPTIONS)
                        ? Reply.options(methods.get())
                        : Reply.methodNotAllowed(method.name(), methods.get()));
    }

    private static boolean isAllowed(HttpMethod method, String methods) {
        return List.of(methods.split(", ")).contains(method.name());
    }

    private static Optional<String> methods(String path) {
        return Methods.of(path).or(() -> isFile(path) ? Optional.of(Methods.OF_A_FILE) : Optional.empty());
    }

    private static boolean isFile(String path) {
        String file = path.equals(ROOT) ? ROOT_FILE : path;
        // Whatever has no dot in its name is not looked for.
        return file.indexOf('.', file.lastIndexOf('/')) >= 0
                && Thread.currentThread().getContextClassLoader().getResource(FILES + file) != null;
    }
}
