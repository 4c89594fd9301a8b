package dev.carornot.function.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.answer.Answers;
import dev.carornot.function.answer.ContentTag;
import dev.carornot.function.answer.Reply;
import dev.carornot.function.answer.Wanted;
import dev.carornot.function.metric.Metrics;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.request.Accept;
import dev.carornot.function.request.AccessLog;
import dev.carornot.function.request.Methods;
import dev.carornot.function.request.RequestId;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The Funqy function {@code classify}: {@code POST /classify} and {@code /explain} behind a function URL or an HTTP API. Thread-safe. */
@Singleton
public final class ClassifyFunction {
    /** The root too: a function URL has one function behind it, and nothing to tell paths apart for. */
    private static final Set<String> ROOT = Set.of("", "/");

    private static final String CLASSIFY = "/classify";
    private static final String EXPLAIN = "/explain";
    private static final String METHOD = "POST";
    private static final String OPTIONS = "OPTIONS";
    private static final int OK = 200;

    private final Answers answers;
    private final ContentTag tags;
    private final Metrics metrics;
    private final ObjectMapper json;
    private final long limit;

    ClassifyFunction(Answers answers, ContentTag tags, Metrics metrics, ObjectMapper json, CarOrNotConfig config) {
        this.answers = answers;
        this.metrics = metrics;
        this.tags = tags;
        this.json = json;
        this.limit = config.limits().request();
    }

    /** Answers with the JSON, the status and the headers that HTTP has for the same request. */
    @Funq("classify")
    public HttpReply classify(HttpEvent event) throws JsonProcessingException {
        long start = System.nanoTime();
        RequestId id = event == null ? RequestId.of() : event.id();
        id.begin();
        try {
            HttpReply reply = reply(id, answer(event));
            if (event != null && event.method() != null) {
                Duration time = Duration.ofNanos(System.nanoTime() - start);
                AccessLog.line(event.method(), event.path(), reply.statusCode(), time, false);
            }
            return reply;
        } finally {
            RequestId.end();
        }
    }

    private HttpReply reply(RequestId id, Reply reply) throws JsonProcessingException {
        Map<String, String> headers = new TreeMap<>(Map.of(lowerCase(RequestId.HEADER), id.text()));
        reply.headers().forEach((name, value) -> headers.put(lowerCase(name), value));
        if (reply.body() == null) {
            return new HttpReply(reply.status(), headers, "", false);
        }
        if (reply.body() instanceof Problem problem) {
            metrics.refused(problem.reason());
        }
        headers.put("content-type", reply.mediaType());
        headers.put("vary", "Accept");
        if (reply.status() == OK) {
            headers.put("etag", tags.of(reply.body()));
        }
        if (reply.body() instanceof byte[] bytes) {
            return new HttpReply(reply.status(), headers, Base64.getEncoder().encodeToString(bytes), true);
        }
        return new HttpReply(reply.status(), headers, json.writeValueAsString(reply.body()), false);
    }

    private static String lowerCase(String header) {
        return header.toLowerCase(Locale.ROOT);
    }

    private Reply answer(HttpEvent event) {
        if (event == null || event.method() == null) {
            return Reply.of(Problem.of(
                    Reason.MALFORMED_REQUEST,
                    "The event is no HTTP request; invoke the function through its URL or an API Gateway HTTP API."));
        }
        Optional<String> methods = Methods.of(ROOT.contains(event.path()) ? CLASSIFY : event.path());
        if (methods.isEmpty()) {
            return Reply.of(Problem.of(Reason.NOT_FOUND, "There is nothing here; photographs go to POST /classify."));
        }
        if (event.method().equals(OPTIONS)) {
            return Reply.options(methods.get());
        }
        if (!event.method().equals(METHOD)) {
            return Reply.methodNotAllowed(event.method(), methods.get());
        }
        if (!Accept.allows(
                event.header("accept"), event.path().equals(EXPLAIN) ? Wanted.EXPLAIN_TYPES : Wanted.CLASSIFY_TYPES)) {
            return Reply.notAcceptable();
        }
        Optional<Problem> turnedAway = answers.turnedAway();
        if (turnedAway.isPresent()) {
            return Reply.of(turnedAway.get());
        }
        byte[] body;
        try {
            body = bodyOf(event);
        } catch (IllegalArgumentException e) {
            return Reply.of(Problem.of(Reason.MALFORMED_REQUEST, "The event's body is not base64 as it promises."));
        }
        if (body.length > limit) {
            return Reply.of(Problem.requestTooLarge(limit));
        }
        return answers.to(event.header("content-type"), body, wanted(event));
    }

    private static Wanted wanted(HttpEvent event) {
        if (event.path().equals(EXPLAIN)) {
            return Wanted.explanation(event.header("accept"));
        }
        return Boolean.parseBoolean(event.query("explain")) ? Wanted.EXPLANATION : Wanted.VERDICT;
    }

    private static byte[] bodyOf(HttpEvent event) {
        if (event.body() == null) {
            return new byte[0];
        }
        return event.isBase64Encoded()
                ? Base64.getDecoder().decode(event.body())
                : event.body().getBytes(StandardCharsets.UTF_8);
    }
}
