package dev.carornot.function.http;

import dev.carornot.function.answer.Answers;
import dev.carornot.function.answer.Reply;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives requests' bodies, whole, before anything else is done about them: on the event loop, so that whoever sends a byte a
 * second costs a connection and no thread; within a time; and all together within a part of the heap, so that many large
 * ones at a time are turned away instead of running out of memory. Thread-safe.
 */
@Singleton
final class Reception {
    private static final String BODY = "carornot.body";
    private static final byte[] NONE = {};
    private static final String CONTINUE = "100-continue";

    private final RequestLimits limits;
    private final Answers answers;
    private final VertxReplies replies;
    private final AtomicLong held = new AtomicLong();

    Reception(RequestLimits limits, Answers answers, VertxReplies replies) {
        this.limits = limits;
        this.answers = answers;
        this.replies = replies;
    }

    /** The body that was received with a request; empty when there was none. */
    static byte[] body(RoutingContext exchange) {
        byte[] body = exchange.get(BODY);
        return body == null ? NONE : body;
    }

    /** Receives the body, then lets the request go on; or answers that it cannot. Called on the request's event loop. */
    void receive(RoutingContext exchange) {
        new Arrival(exchange).begin(answers.turnedAway().map(Reply::of));
    }

    /** Answers before the body has come and keeps nothing of it. Called on the request's event loop. */
    void refuse(RoutingContext exchange, Reply reply) {
        new Arrival(exchange).begin(Optional.of(reply));
    }

    /** How many bytes of bodies are held. */
    long held() {
        return held.get();
    }

    private boolean hold(int bytes) {
        if (held.addAndGet(bytes) <= limits.held()) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** One body on its way. Used by its event loop alone. */
    private final class Arrival {
        private final RoutingContext exchange;
        private final HttpServerRequest request;
        private final List<Buffer> pieces = new ArrayList<>();

        /** What came in all, kept or not. */
        private long bytes;
        /** Of those, what is held. */
        private int mine;

        private boolean isRefused;
        private long timer;

        private Arrival(RoutingContext exchange) {
            this.exchange = exchange;
            this.request = exchange.request();
        }

        private void begin(Optional<Reply> refusal) {
            timer = exchange.vertx().setTimer(limits.arrival().toMillis(), time -> late());
            // However it ends: answered, or broken off.
            exchange.addEndHandler(end -> release());
            request.handler(this::piece);
            request.endHandler(end -> whole());
            request.exceptionHandler(brokenOff -> exchange.vertx().cancelTimer(timer));
            if (refusal.isPresent()) {
                refuse(refusal.get());
            } else if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                exchange.response().writeContinue();
            }
            request.resume();
        }

        private void piece(Buffer piece) {
            bytes += piece.length();
            if (isRefused) {
                // The rest is read, so that the sender gets to read the answer, but not for ever.
                if (bytes > limits.wall()) {
                    request.connection().close();
                }
            } else if (bytes > limits.limit()) {
                refuse(limits.tooLarge());
            } else if (hold(piece.length())) {
                mine += piece.length();
                pieces.add(piece);
            } else {
                refuse(Problem.of(Reason.BUSY, "Too many large requests at a time; ask again in a moment."));
            }
        }

        private void whole() {
            exchange.vertx().cancelTimer(timer);
            if (!isRefused) {
                exchange.put(BODY, joined());
                pieces.clear();
                exchange.next();
            }
        }

        private byte[] joined() {
            byte[] body = new byte[mine];
            int at = 0;
            for (Buffer piece : pieces) {
                piece.getBytes(body, at);
                at += piece.length();
            }
            return body;
        }

        private void late() {
            if (isRefused) {
                request.connection().close();
            } else {
                HttpServerResponse response = exchange.response();
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                response.endHandler(end -> request.connection().close());
                refuse(limits.tooSlow());
            }
        }

        private void refuse(Problem problem) {
            refuse(Reply.of(problem));
        }

        private void refuse(Reply reply) {
            isRefused = true;
            pieces.clear();
            release();
            replies.send(exchange, reply);
        }

        private void release() {
            held.addAndGet(-mine);
            mine = 0;
        }
    }
}
