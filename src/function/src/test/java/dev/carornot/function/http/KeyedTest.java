package dev.carornot.function.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.function.fixture.ApiContract;
import dev.carornot.function.fixture.Discreet;
import dev.carornot.function.fixture.KeyedProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where API keys are configured: who gets in, who does not, and what is open to everybody. */
@QuarkusTest
@TestProfile(KeyedProfile.class)
@Timeout(120)
final class KeyedTest {
    /** All that the API has. */
    private static final List<String> CLOSED = List.of(
            "POST /classify",
            "POST /explain",
            "POST /classify?explain=true",
            "GET /classify",
            "GET /models",
            "HEAD /models",
            "GET /models/current/report");

    /** The same and more, as somebody writes them who looks for a way around. */
    private static final List<String> ROUNDABOUT = List.of(
            "GET //models",
            "GET /models/",
            "GET /./models",
            "GET /page/../models",
            "GET /page/%2e%2e/models",
            "GET /page/..%2fmodels",
            "GET /q/..;/models",
            "GET /models;/page/main.js",
            "GET /%6dodels",
            "GET /MODELS",
            "GET /q/../models/current/report",
            "GET /nowhere",
            "PUT /classify",
            "TRACE /models");

    private static final List<String> OPEN = List.of(
            "GET /",
            "GET /index.html",
            "GET /page/main.js",
            "GET /page/key.js",
            "GET /q/health",
            "GET /q/health/live",
            "GET /q/health/ready",
            "GET /q/metrics",
            "GET /q/openapi");

    private static final byte[] PHOTOGRAPH = {1, 2, 3};

    @TestHTTPResource
    URI root;

    @Inject
    Reception reception;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void withoutAKeyNothingOfTheApiIsAnswered() throws Exception {
        for (String question : CLOSED) {
            HttpResponse<String> answer = ask(question, null);
            assertThat(answer.statusCode()).as(question).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"car-or-not\"");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            if (!question.startsWith("HEAD")) {
                assertThat(answer.body())
                        .contains("\"reason\":\"unauthorized\"", "Authorization: Bearer", "urn:request:");
            }
        }
    }

    @Test
    void aWrongKeyIsCalledWrong() throws Exception {
        for (String key : List.of("x", KeyedProfile.OLD + "x", KeyedProfile.OLD + "," + KeyedProfile.NEW)) {
            HttpResponse<String> answer = ask("POST /classify", key);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=\"car-or-not\", error=\"invalid_token\"");
            assertThat(answer.body()).contains("\"reason\":\"unauthorized\"").doesNotContain(key + "\"");
        }
    }

    @Test
    void eachOfTheKeysOpensEverything() throws Exception {
        for (String key : List.of(KeyedProfile.OLD, KeyedProfile.NEW)) {
            for (String question : CLOSED) {
                int status = question.equals("GET /classify") ? 405 : 200;
                assertThat(ask(question, key).statusCode()).as(question).isEqualTo(status);
            }
        }
    }

    @Test
    void noWayAroundLeadsAnywhere() throws Exception {
        for (String question : ROUNDABOUT) {
            String answer = raw(question + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(question).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void thePageAndWhatProbesAskAreOpen() throws Exception {
        for (String question : OPEN) {
            assertThat(ask(question, null).statusCode()).as(question).isEqualTo(200);
        }
        for (String path : List.of("/classify", "/explain", "/models")) {
            assertThat(ask("OPTIONS " + path, null).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void aStrangersUploadIsAnsweredBeforeItComesAndNotHeld() throws Exception {
        try (Socket socket = begun("X-Nothing: 1")) {
            // No byte of the body has been sent.
            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 401 Unauthorized");
            socket.getOutputStream().write(new byte[KeyedProfile.LIMIT / 2]);
            socket.getOutputStream().flush();
            assertThat(ask("POST /classify", KeyedProfile.NEW).statusCode()).isEqualTo(200);
            assertThat(reception.held()).isZero();
        }
        try (Socket socket = begun("Expect: 100-continue")) {
            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
        try (Socket socket = begun("Expect: 100-continue\r\nAuthorization: Bearer " + KeyedProfile.OLD)) {
            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
        }
    }

    @Test
    void aStrangerWhoSendsForEverIsHungUpOn() throws Exception {
        try (Socket socket = begun("X-Nothing: 1")) {
            // The answer, and in the end, as the body never comes, the end.
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void whatIsAnsweredStandsInTheDocument() throws Exception {
        ApiContract contract = new ApiContract(client.send(
                        HttpRequest.newBuilder(root.resolve("/q/openapi?format=json"))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body());
        for (String question :
                List.of("POST /classify", "POST /explain", "GET /models", "GET /models/current/report")) {
            HttpResponse<String> answer = ask(question, null);
            String[] words = question.split(" ", 2);
            contract.check(
                    words[0],
                    words[1],
                    null,
                    401,
                    headers(answer),
                    answer.body().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(contract.document()
                        .at("/components/securitySchemes/key/scheme")
                        .textValue())
                .isEqualTo("bearer");
        assertThat(contract.document().at("/paths/~1classify/post/security").toString())
                .isEqualTo("[{},{\"key\":[]}]");
    }

    private Socket begun(String headers) throws IOException {
        Socket socket = new Socket(root.getHost(), root.getPort());
        socket.getOutputStream()
                .write(("POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: "
                                + KeyedProfile.LIMIT + "\r\n" + headers + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\r' && c >= 0;
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> ask(String question, String key) throws Exception {
        String[] words = question.split(" ", 2);
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(words[1]))
                .header("Content-Type", "image/jpeg")
                .method(
                        words[0],
                        words[0].equals("POST") ? BodyPublishers.ofByteArray(PHOTOGRAPH) : BodyPublishers.noBody());
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        Discreet.check(
                question, answer.statusCode(), headers(answer), answer.body().getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    private static Map<String, String> headers(HttpResponse<String> answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }
}
