package dev.carornot.function.http;

import dev.carornot.function.answer.Answers;
import dev.carornot.function.answer.Reply;
import dev.carornot.function.answer.Wanted;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Takes photographs in and hands answers out, for every resource that does so. Thread-safe. */
@Singleton
final class PhotographDoor {
    private final Answers answers;
    private final RequestReader reader;

    PhotographDoor(Answers answers, RequestReader reader) {
        this.answers = answers;
        this.reader = reader;
    }

    /**
     * Reads a body and answers it; whatever it holds, it is read to its end or the connection closed.
     *
     * @param model the id of the one to ask
     */
    Response answer(RoutingContext exchange, String contentType, InputStream body, Wanted wanted, String model)
            throws IOException {
        Optional<Reply> turnedAway = answers.turnedAway();
        if (turnedAway.isPresent()) {
            return reader.discard(body) ? Responses.of(turnedAway.get()) : lastResponse(turnedAway.get(), exchange);
        }
        Optional<byte[]> bytes = reader.read(body);
        if (bytes.isEmpty()) {
            return lastResponse(Reply.of(reader.tooLarge()), exchange);
        }
        return Responses.of(answers.to(contentType, bytes.get(), wanted, model));
    }

    /** The connection's last: of an endless body there is more to come, and Vert.x would read on for ever. */
    private static Response lastResponse(Reply reply, RoutingContext exchange) {
        exchange.addEndHandler(end -> exchange.request().connection().close());
        return Responses.builder(reply).header("Connection", "close").build();
    }
}
