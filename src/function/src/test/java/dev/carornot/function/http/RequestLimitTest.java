package dev.carornot.function.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.function.fixture.BreakableProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BreakableProfile.class)
final class RequestLimitTest {
    private static final int LIMIT = BreakableProfile.LIMIT;
    /** More bytes than all buffers between the two ends hold. */
    private static final long ENDLESS = 200_000_000;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @TestHTTPResource("/classify")
    URI classify;

    @TestHTTPResource("/nowhere")
    URI nowhere;

    @Test
    void aRequestOfExactlyTheLimitIsLookedAt() throws Exception {
        assertThat(post(classify, announced(LIMIT)).statusCode()).isEqualTo(200);
        assertThat(post(classify, chunked(LIMIT)).statusCode()).isEqualTo(200);
    }

    @Test
    void oneByteMoreIsTooLarge() throws Exception {
        assertTooLarge(post(classify, announced(LIMIT + 1)));
        assertTooLarge(post(classify, chunked(LIMIT + 1)));
    }

    @Test
    void aMuchLargerRequestIsReadToItsEndSoThatTheAnswerArrives() throws Exception {
        // Often enough that a connection closed in the sender's face would show.
        for (int again = 0; again < 20; again++) {
            assertTooLarge(post(classify, announced(BreakableProfile.WALL)));
            assertTooLarge(post(classify, chunked(BreakableProfile.WALL)));
        }
        assertThat(post(classify, announced(LIMIT)).statusCode()).isEqualTo(200);
    }

    @Test
    void theLimitHoldsEverywhere() throws Exception {
        assertTooLarge(post(nowhere, announced(LIMIT + 1)));
    }

    @Test
    void whoeverAsksBeforeSendingIsToldAtOnce() throws Exception {
        try (Socket socket = new Socket(classify.getHost(), classify.getPort())) {
            request(socket, LIMIT + 1, "Expect: 100-continue");
            assertThat(firstLine(socket.getInputStream())).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @Test
    void beyondTheWallTheAnswerComesBeforeTheBodyIsSent() throws Exception {
        try (Socket socket = new Socket(classify.getHost(), classify.getPort())) {
            request(socket, BreakableProfile.WALL + 1, "X-Nothing: 1");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("connection: close")
                    .contains("\"reason\":\"request_too_large\"");
        }
    }

    @Test
    void anEndlessBodyIsNotReadForEver() throws Exception {
        try (Socket socket = new Socket(classify.getHost(), classify.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("3e8\r\n" + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> {
                        for (long sent = 0; sent < ENDLESS; sent += chunk.length) {
                            out.write(chunk);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(post(classify, announced(LIMIT)).statusCode()).isEqualTo(200);
    }

    @Test
    void aSenderWhoBreaksOffDisturbsNobody() throws Exception {
        try (Socket socket = new Socket(classify.getHost(), classify.getPort())) {
            request(socket, LIMIT, "X-Nothing: 1");
            socket.getOutputStream().write(new byte[LIMIT / 2]);
        }
        assertThat(post(classify, announced(LIMIT)).statusCode()).isEqualTo(200);
    }

    private static void request(Socket socket, long length, String header) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: " + length
                        + "\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static BodyPublisher announced(int length) {
        return BodyPublishers.ofByteArray(new byte[length]);
    }

    private static BodyPublisher chunked(int length) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[length]));
    }

    private HttpResponse<String> post(URI uri, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "image/jpeg")
                .POST(body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static void assertTooLarge(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body())
                .contains("\"reason\":\"request_too_large\"")
                .contains("larger than " + LIMIT + " bytes");
    }
}
