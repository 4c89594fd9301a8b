package dev.carornot.function.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.function.fixture.ApiContract;
import dev.carornot.function.fixture.BreakableProfile;
import dev.carornot.function.fixture.Discreet;
import dev.carornot.function.fixture.Form;
import dev.carornot.function.fixture.LambdaEvent;
import dev.carornot.function.model.BreakableModel;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.queue.RequestQueue;
import dev.carornot.function.request.Methods;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application against its OpenAPI document: it answers what stands there and nothing else, through both doors. */
@QuarkusTest
@TestProfile(BreakableProfile.class)
@Timeout(60)
final class ContractTest {
    private static final byte[] PHOTOGRAPH = {1, 2, 3};
    private static final String JPEG = "image/jpeg";
    private static final String ID = "contract.test-1";

    /** What both doors say; the rest is of the transport or the framework. */
    private static final Set<String> HEADERS =
            Set.of("content-type", "etag", "allow", "retry-after", "x-request-id", "vary");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private ApiContract contract;

    @TestHTTPResource
    URI root;

    @Inject
    BreakableModel model;

    @Inject
    RequestQueue queue;

    /** The answer to a photograph that is announced and no more. */
    private Reply photographThatNeverComes(String path) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\n")
                            .getBytes(UTF_8));
            Reply reply = parsed(socket);
            Discreet.check(path, reply.status(), reply.headers(), reply.body());
            return reply;
        }
    }

    private static Reply parsed(Socket socket) throws IOException {
        String[] answer = new String(socket.getInputStream().readAllBytes(), UTF_8).split("\r\n\r\n", 2);
        List<String> lines = answer[0].lines().toList();
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] header = line.split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        return new Reply(Integer.parseInt(lines.get(0).substring(9, 12)), headers, answer[1].getBytes(UTF_8));
    }

    /** Something to ask, and the status that comes of it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Question(String method, String path, String type, String accept, byte[] body, int status) {
        static Question get(String path, int status) {
            return new Question("GET", path, null, null, new byte[0], status);
        }

        static Question post(byte[] body, int status) {
            return new Question("POST", "/classify", JPEG, null, body, status);
        }

        Question to(String otherPath) {
            return new Question(method, otherPath, type, accept, body, status);
        }

        Question as(String otherType) {
            return new Question(method, path, otherType, accept, body, status);
        }

        Question accepting(String otherAccept) {
            return new Question(method, path, type, otherAccept, body, status);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Reply(int status, Map<String, String> headers, byte[] body) {}

    @BeforeEach
    void read() throws Exception {
        contract = new ApiContract(client.send(
                        HttpRequest.newBuilder(root.resolve("/q/openapi?format=json"))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body());
    }

    @AfterEach
    void release() {
        model.release();
        while (model.running() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsAnsweredStandsInTheDocumentAndWhatStandsThereIsAnswered() throws Exception {
        for (Question question : questions()) {
            Reply reply = overHttp(question);
            assertThat(reply.status()).as(new String(reply.body(), UTF_8)).isEqualTo(question.status());
            hold(question, reply);
        }
        for (String path : List.of("/models", "/models/current/report")) {
            Question question = Question.get(path, 200);
            Reply reply = overHttp(question);
            assertThat(reply.status()).isEqualTo(200);
            hold(question, reply);
            Reply known = overHttp(question, "If-None-Match", reply.headers().get("etag"));
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(known.headers()).containsEntry("etag", reply.headers().get("etag"));
            hold(question, known);
        }
        Question absent = Question.get("/models/none/report", 404);
        hold(absent, overHttp(absent));
        for (String path : List.of("/classify", "/explain")) {
            hold(Question.post(PHOTOGRAPH, 408).to(path), photographThatNeverComes(path));
        }
        fill();
        for (String path : List.of("/classify", "/explain")) {
            Question oneMore = Question.post(PHOTOGRAPH, 503).to(path);
            hold(oneMore, overHttp(oneMore));
        }

        // KeyedTest has those.
        contract.assertCompleteBut(401);
    }

    @Test
    void theLambdaFunctionAnswersTheSame() throws Exception {
        for (Question question : questions()) {
            assertSame(question);
        }
        fill();
        assertSame(Question.post(PHOTOGRAPH, 503));
    }

    @Test
    void examplesAreWhatTheySay() {
        contract.assertExamples();
    }

    @Test
    void everyReasonForWhichAnOperationMayFailHasItsExample() {
        Set<String> shown = new TreeSet<>();
        contract.document()
                .path("paths")
                .findValues("application/problem+json")
                .forEach(content -> content.path("examples")
                        .forEach(
                                example -> shown.add(example.at("/value/reason").textValue())));
        Set<String> reasons = new TreeSet<>();
        for (Reason reason : Reason.values()) {
            reasons.add(reason.code());
        }
        // Said of methods that the document does not have.
        reasons.remove(Reason.METHOD_NOT_ALLOWED.code());
        assertThat(shown).containsExactlyElementsOf(reasons);
    }

    @Test
    void otherMethodsAreNotAllowedAndOptionsSaysWhichAre() throws Exception {
        for (Map.Entry<String, Set<String>> path : contract.methods().entrySet()) {
            Set<String> allowed = new TreeSet<>(path.getValue());
            allowed.add("OPTIONS");
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            String header = String.join(", ", allowed);
            String address = path.getKey().replaceAll("\\{[^}]+}", "current");
            assertThat(Methods.of(address)).hasValue(header);
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                if (method.equals("OPTIONS") || !allowed.contains(method)) {
                    int status = method.equals("OPTIONS") ? 204 : 405;
                    Question question = new Question(method, address, null, null, new byte[0], status);
                    Reply http = overHttp(question);
                    assertThat(http.status()).as("%s %s", method, path.getKey()).isEqualTo(status);
                    assertThat(http.headers()).containsEntry("allow", header).containsKey("x-request-id");
                    if (!allowed.contains("POST")) {
                        continue;
                    }
                    Reply lambda = onLambda(question);
                    assertThat(lambda.status()).isEqualTo(status);
                    assertThat(lambda.headers()).containsEntry("allow", header).containsKey("x-request-id");
                }
            }
        }
    }

    @Test
    void noPageOfAnotherHostGetsAtAnythingAndNoRefusalTellsOfTheInside() throws Exception {
        // Those of overHttp hold for every other test here; these are the rest of what there is.
        for (String path : List.of(
                "/page/main.js",
                "/page/page.css",
                "/page/icon.svg",
                "/page/nothing.js",
                "/q/health/ready",
                "/q/metrics",
                "/q/nothing",
                "/nowhere%00")) {
            overHttpRaw(path);
        }
        // What Vert.x refuses before anybody of ours is asked says nothing at all.
        Reply unreadable = fetchRaw("/%");
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.body()).isEmpty();
        Reply large = overHttp(Question.post(new byte[BreakableProfile.WALL], 413));
        assertThat(large.status()).isEqualTo(413);
        assertThat(overHttp(Question.get("/", 200)).headers().get("content-security-policy"))
                .contains("script-src 'self'");
    }

    @Test
    void aFileIsFetchedAndNothingElse() throws Exception {
        for (String path : List.of("/", "/index.html")) {
            assertThat(overHttp(new Question("HEAD", path, null, null, new byte[0], 200))
                            .status())
                    .isEqualTo(200);
            Reply sent = overHttp(new Question("POST", path, JPEG, null, PHOTOGRAPH, 405));
            assertThat(sent.status()).isEqualTo(405);
            assertThat(sent.headers()).containsEntry("allow", "GET, HEAD, OPTIONS");
            assertThat(json.readTree(sent.body()).path("reason").textValue()).isEqualTo("method_not_allowed");
            Reply options = overHttp(new Question("OPTIONS", path, null, null, new byte[0], 204));
            assertThat(options.status()).isEqualTo(204);
            assertThat(options.headers()).containsEntry("allow", "GET, HEAD, OPTIONS");
            Reply zipped = overHttp(new Question("GET", path, null, null, new byte[0], 200), "Accept-Encoding", "gzip");
            assertThat(zipped.headers()).containsEntry("content-encoding", "gzip");
        }
    }

    @Test
    void theNameOfARequestIsTakenOverIntoEveryKindOfAnswer() throws Exception {
        for (String path : List.of("/classify", "/nowhere", "/q/health", "/q/openapi", "/")) {
            Reply reply = overHttp(new Question("GET", path, null, null, new byte[0], 0));
            assertThat(reply.headers()).as(path).containsEntry("x-request-id", ID);
        }
        Reply tooLarge = overHttp(Question.post(new byte[BreakableProfile.LIMIT + 1], 413));
        assertThat(tooLarge.headers()).containsEntry("x-request-id", ID);
        assertThat(json.readTree(tooLarge.body()).path("instance").textValue()).isEqualTo("urn:request:" + ID);
    }

    @Test
    void aNameThatWillNotDoIsReplaced() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(root.resolve("/nowhere"))
                        .header("X-Request-Id", "a\"b")
                        .build(),
                BodyHandlers.ofString());

        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(id).hasSize(36);
        assertThat(response.body()).contains("\"urn:request:" + id + "\"");
        assertThat(response.headers().allValues("X-Request-Id")).hasSize(1);
    }

    @Test
    void theSamePhotographHasTheSameTagAndAnotherVerdictAnother() throws Exception {
        String first = overHttp(Question.post(PHOTOGRAPH, 200)).headers().get("etag");
        assertThat(overHttp(Question.post(PHOTOGRAPH, 200)).headers()).containsEntry("etag", first);
        byte[] form = new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", PHOTOGRAPH)
                .bytes();
        assertThat(overHttp(Question.post(form, 200).as(Form.contentType()))
                        .headers()
                        .get("etag"))
                .isNotEqualTo(first);
        assertThat(overHttp(Question.post(BreakableModel.REFUSED, 400)).headers())
                .doesNotContainKey("etag");
    }

    @Test
    void textIsCompressedForWhoTakesGzip() throws Exception {
        for (Question question : List.of(
                Question.post(PHOTOGRAPH, 200),
                Question.post(BreakableModel.REFUSED, 400),
                Question.post(new byte[BreakableProfile.LIMIT + 1], 413),
                new Question("GET", "/q/openapi", null, null, new byte[0], 200))) {
            Reply plain = overHttp(question);
            Reply zipped = overHttp(question, "Accept-Encoding", "gzip");

            assertThat(plain.headers().get("vary"))
                    .as(question.path() + plain.headers())
                    .contains("accept-encoding");
            assertThat(plain.headers()).doesNotContainKey("content-encoding");
            assertThat(zipped.headers()).containsEntry("content-encoding", "gzip");
            assertThat(zipped.headers().get("vary")).contains("accept-encoding");
            try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
                assertThat(new String(text.readAllBytes(), UTF_8)).isEqualTo(new String(plain.body(), UTF_8));
            }
        }
    }

    @Test
    void pagesOfOtherHostsAreNotAllowedToAsk() throws Exception {
        Reply reply = overHttp(Question.post(PHOTOGRAPH, 200), "Origin", "https://elsewhere.example");
        assertThat(reply.headers().keySet()).noneMatch(header -> header.startsWith("access-control"));
    }

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>(questionsToBoth());
        questionsToBoth().forEach(question -> questions.add(question.to("/explain")));
        questions.add(Question.post(PHOTOGRAPH, 200).to("/classify?explain=true"));
        Question picture = Question.post(PHOTOGRAPH, 200).to("/explain").accepting("image/png");
        questions.add(picture);
        questions.add(picture.accepting("image/*, application/json;q=0.5"));
        questions.add(new Question("POST", "/explain", JPEG, "image/png", BreakableModel.REFUSED, 400));
        byte[] two = new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", PHOTOGRAPH)
                .bytes();
        questions.add(new Question("POST", "/explain", Form.contentType(), "image/png", two, 406));
        return questions;
    }

    private static List<Question> questionsToBoth() {
        byte[] several = new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", BreakableModel.REFUSED)
                .bytes();
        return List.of(
                Question.post(PHOTOGRAPH, 200),
                Question.post(PHOTOGRAPH, 200).as("application/octet-stream"),
                Question.post(several, 200).as(Form.contentType()),
                Question.post(PHOTOGRAPH, 200).accepting("application/json"),
                Question.post(PHOTOGRAPH, 406).accepting("text/html"),
                Question.post(BreakableModel.REFUSED, 400),
                Question.post(new byte[0], 400),
                Question.post("--".getBytes(UTF_8), 400).as("multipart/form-data"),
                Question.post(new Form().file("photo", "a.jpg", PHOTOGRAPH).bytes(), 400)
                        .as(Form.contentType()),
                Question.post(new byte[BreakableProfile.LIMIT + 1], 413),
                Question.post("{}".getBytes(UTF_8), 415).as("application/json"),
                Question.post(BreakableModel.STRANGE, 500));
    }

    private void hold(Question question, Reply reply) {
        contract.check(
                question.method(),
                question.path().split("[?]", -1)[0],
                question.type(),
                reply.status(),
                reply.headers(),
                reply.body());
    }

    private void assertSame(Question question) throws Exception {
        Reply http = overHttp(question);
        Reply lambda = onLambda(question);
        assertThat(lambda.status()).as(question.toString()).isEqualTo(http.status());
        assertThat(said(lambda)).isEqualTo(said(http));
        assertThat(content(lambda)).isEqualTo(content(http));
    }

    private static Map<String, String> said(Reply reply) {
        Map<String, String> said = new TreeMap<>(reply.headers());
        said.keySet().retainAll(HEADERS);
        // Lambda compresses nothing.
        said.computeIfPresent(
                "vary", (name, value) -> value.replace(", accept-encoding", "").replace("accept-encoding", ""));
        said.values().removeIf(String::isEmpty);
        return said;
    }

    private JsonNode content(Reply reply) throws Exception {
        if (reply.headers().getOrDefault("content-type", "").equals("image/png")) {
            return json.valueToTree(reply.body());
        }
        JsonNode content = json.readTree(reply.body());
        content.findParents("millis").forEach(parent -> ((ObjectNode) parent).remove("millis"));
        return content;
    }

    private Reply overHttp(Question question, String... headers) throws Exception {
        HttpResponse<byte[]> response = client.send(request(question, headers), BodyHandlers.ofByteArray());
        Reply reply = new Reply(response.statusCode(), joined(response.headers().map()), response.body());
        Discreet.check(question.toString(), reply.status(), reply.headers(), reply.body());
        return reply;
    }

    private void overHttpRaw(String path) throws IOException {
        Reply reply = fetchRaw(path);
        Discreet.check(path, reply.status(), reply.headers(), reply.body());
    }

    /** As it stands there, which a client would put right. */
    private Reply fetchRaw(String path) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            return parsed(socket);
        }
    }

    private HttpRequest request(Question question, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(question.path()))
                .method(
                        question.method(),
                        question.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(question.body()))
                .header("X-Request-Id", ID);
        if (question.type() != null) {
            request.header("Content-Type", question.type());
        }
        if (question.accept() != null) {
            request.header("Accept", question.accept());
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private Reply onLambda(Question question) throws Exception {
        String[] address = question.path().split("[?=]", -1);
        LambdaEvent event =
                new LambdaEvent().method(question.method()).path(address[0]).header("x-request-id", ID);
        if (question.type() != null) {
            event.header("content-type", question.type());
        }
        if (question.accept() != null) {
            event.header("accept", question.accept());
        }
        if (address.length > 1) {
            event.query(address[1], address[2]);
        }
        if (question.body().length > 0) {
            event.base64(question.body());
        }
        JsonNode answer = json.readTree(given().contentType("application/json")
                .body(event.json())
                .post()
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        Map<String, String> headers = new TreeMap<>();
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        return new Reply(
                answer.path("statusCode").intValue(),
                headers,
                answer.path("isBase64Encoded").booleanValue()
                        ? answer.path("body").binaryValue()
                        : answer.path("body").textValue().getBytes(UTF_8));
    }

    private static Map<String, String> joined(Map<String, List<String>> headers) {
        Map<String, String> joined = new TreeMap<>();
        headers.forEach((name, values) -> joined.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return joined;
    }

    /** Takes every place there is. */
    private void fill() {
        model.hold();
        List<CompletableFuture<HttpResponse<Void>>> held = new ArrayList<>();
        for (int place = 0; place < BreakableProfile.PREDICTORS + BreakableProfile.WAITING; place++) {
            held.add(client.sendAsync(request(Question.post(BreakableModel.HELD, 200)), BodyHandlers.discarding()));
        }
        while (!queue.isFull() || model.running() < BreakableProfile.PREDICTORS) {
            Thread.onSpinWait();
        }
        assertThat(held).noneMatch(CompletableFuture::isDone);
    }
}
