package dev.carornot.function.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.function.fixture.BreakableProfile;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that come slowly, in pieces, too many at a time or not at all. */
@QuarkusTest
@TestProfile(BreakableProfile.class)
@Timeout(120)
final class ReceptionTest {
    /** More than there are worker threads, were each to hold one. */
    private static final int SLOW = 250;

    private static final int PIECE = BreakableProfile.LIMIT / 2;

    @TestHTTPResource("/classify")
    URI classify;

    @Inject
    Reception reception;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void sendersWhoNeverFinishCostNobodyAnAnswerAndAreToldInTheEnd() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                slow.add(begun(10, 1));
            }

            assertThat(post(new byte[100]).statusCode()).isEqualTo(200);

            for (Socket socket : slow) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .startsWith("HTTP/1.1 408 ")
                        .containsIgnoringCase("connection: close")
                        .contains("\"reason\":\"too_slow\"", "within 4 s");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        nothingIsHeld();
    }

    @Test
    void moreThanIsHeldAtATimeIsTurnedAwayAndTheRestIsServed() throws Exception {
        int fit = BreakableProfile.HELD / PIECE;
        List<Socket> large = new ArrayList<>();
        try {
            for (int i = 0; i < fit; i++) {
                large.add(begun(BreakableProfile.LIMIT, PIECE));
            }
            until(() -> reception.held() == (long) fit * PIECE);

            HttpResponse<String> oneMore = post(new byte[PIECE]);

            assertThat(oneMore.statusCode()).isEqualTo(503);
            assertThat(oneMore.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(oneMore.body()).contains("\"reason\":\"busy\"", "large requests");

            large.get(0).getOutputStream().write(new byte[BreakableProfile.LIMIT - PIECE]);
            until(() -> reception.held() <= (long) (fit - 1) * PIECE);
            assertThat(post(new byte[100]).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : large) {
                socket.close();
            }
        }
        nothingIsHeld();
    }

    @Test
    void whatAVanishedSenderHadSentIsGivenBack() throws Exception {
        Socket socket = begun(BreakableProfile.LIMIT, PIECE);
        until(() -> reception.held() == PIECE);

        // Without saying goodbye.
        socket.setSoLinger(true, 0);
        socket.close();

        nothingIsHeld();
    }

    private void nothingIsHeld() {
        until(() -> reception.held() == 0);
    }

    private Socket begun(int announced, int sent) throws IOException {
        Socket socket = new Socket(classify.getHost(), classify.getPort());
        socket.getOutputStream()
                .write(("POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: "
                                + announced + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[sent]);
        return socket;
    }

    private HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(classify)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
