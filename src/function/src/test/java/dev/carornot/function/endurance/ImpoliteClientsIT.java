package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.ProcessUsage;
import dev.carornot.function.fixture.RunnerJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are slow, gone, silent or talk nonsense, at one running application. After each of them a polite client is
 * answered, and once they are gone so are their connections.
 */
@Timeout(300)
final class ImpoliteClientsIT {
    private static final int CLIENTS = Settings.number("impolite");
    private static final int IDLE = Settings.number("idle");

    /** How long a polite client waits: what the issue calls a hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration ARRIVAL = Duration.ofSeconds(4);
    private static final int LIMIT = 300_000;
    /** Handles that come and go by themselves: files being read, connections about to close. */
    private static final int HANDLES = 8;

    private static final long CLOSING_SECONDS = 60;
    /** What the same connections once more may add; the machine may be busy, and the collector behind. */
    private static final double GROWTH = 1.1;

    private static final byte[] PHOTOGRAPH = DrawnPictures.jpeg(200, 150, 3);
    private static final String EXPECTATION = "\"verdict\":";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    @TempDir
    static Path folder;

    private static final StringBuilder ROWS = new StringBuilder();
    private static RunnerJar application;
    private static URI classify;
    private static ProcessUsage before;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        application = RunnerJar.launch(Map.of(
                "CARORNOT_MODEL_URI",
                DrawnModel.write(folder.resolve("model")).toString(),
                "CARORNOT_LIMITS_ARRIVAL",
                "PT" + ARRIVAL.toSeconds() + "S",
                "CARORNOT_LIMITS_BYTES",
                Integer.toString(LIMIT),
                "CARORNOT_LIMITS_REQUEST",
                Integer.toString(LIMIT)));
        classify = application.address().resolve("/classify");
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 100; i++) {
            client.send(request(), BodyHandlers.ofString());
        }
        before = application.usage();
    }

    @AfterAll
    static void end() throws Exception {
        ProcessUsage after = application.usage();
        // Whether what has been grown by once is enough for the next time.
        for (int round = 0; round < 3; round++) {
            for (RawClient one : connect(IDLE)) {
                one.close();
            }
        }
        ProcessUsage again = application.usage();
        ROWS.append("| resident memory before and after, MB | ")
                .append(before.residentBytes() / 1_000_000)
                .append(", ")
                .append(after.residentBytes() / 1_000_000)
                .append(" |\n| and after three more rounds of idle connections, MB | ")
                .append(again.residentBytes() / 1_000_000)
                .append(" |\n| file handles before and after | ")
                .append(before.openFiles())
                .append(", ")
                .append(after.openFiles())
                .append(" |\n");
        Settings.leave("impolite-clients", ROWS);
        try (RunnerJar ending = application) {
            assertThat(ending.output()).doesNotContain("\tat ", "ERROR");
            assertThat(again.residentBytes()).isLessThan((long) (after.residentBytes() * GROWTH));
            ending.terminate();
        }
    }

    @AfterEach
    void everybodyElseIsServedAndConnectionsAreGone() throws Exception {
        assertPoliteClientIsServed();
        long end = System.nanoTime() + Duration.ofSeconds(CLOSING_SECONDS).toNanos();
        while (application.usage().openFiles() > before.openFiles() + HANDLES && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(application.usage().openFiles()).isLessThanOrEqualTo(before.openFiles() + HANDLES);
    }

    @Test
    void bodiesOfAByteASecondHoldNobodyUp() throws Exception {
        List<RawClient> slow = connect(CLIENTS);
        for (RawClient one : slow) {
            one.head("Content-Length: 1000");
        }
        // Long enough that all are told that they are too slow, in mid-sentence.
        for (long second = 0; second <= ARRIVAL.toSeconds() / 2; second++) {
            for (RawClient one : slow) {
                one.say("x");
            }
            assertPoliteClientIsServed();
            Thread.sleep(1000);
        }
        int told = 0;
        for (RawClient one : slow) {
            told += one.answer().startsWith("HTTP/1.1 408 ") ? 1 : 0;
            one.close();
        }
        assertThat(told).isEqualTo(CLIENTS);
        row("bodies of a byte a second", CLIENTS, "408 after " + ARRIVAL.toSeconds() + " s (set for the test)");
    }

    @Test
    void headsOfAByteASecondHoldNobodyUp() throws Exception {
        List<RawClient> slow = connect(CLIENTS);
        for (char letter : "POST".toCharArray()) {
            for (RawClient one : slow) {
                one.say(String.valueOf(letter));
            }
            assertPoliteClientIsServed();
            Thread.sleep(1000);
        }
        for (RawClient one : slow) {
            one.close();
        }
        row("heads of a byte a second", CLIENTS, "cost a connection each");
    }

    @Test
    void announcedBodiesThatNeverComeHoldNobodyUp() throws Exception {
        List<RawClient> silent = connect(CLIENTS);
        for (RawClient one : silent) {
            one.head("Content-Length: " + LIMIT);
        }
        assertPoliteClientIsServed();
        int told = 0;
        for (RawClient one : silent) {
            told += one.answer().startsWith("HTTP/1.1 408 ") ? 1 : 0;
            one.close();
        }
        assertThat(told).isEqualTo(CLIENTS);
        row("announced bodies that never come", CLIENTS, "408");
    }

    @Test
    void whoVanishesInMidUploadLeavesNothingBehind() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CLIENTS; i++) {
            RawClient gone = new RawClient(classify).head("Content-Length: " + PHOTOGRAPH.length);
            byte[] part = Arrays.copyOf(PHOTOGRAPH, random.nextInt(PHOTOGRAPH.length + 1));
            gone.say(part).vanish();
        }
        row("vanished in mid-upload", CLIENTS, "nothing is left of them");
    }

    @Test
    void thousandsOfIdleConnectionsHoldNobodyUp() throws Exception {
        List<RawClient> idle = connect(IDLE);
        assertPoliteClientIsServed();
        ProcessUsage held = application.usage();
        assertThat(held.openFiles()).isGreaterThanOrEqualTo(IDLE);
        assertThat(held.threads()).isLessThanOrEqualTo(before.threads() + HANDLES);
        for (RawClient one : idle) {
            one.close();
        }
        row(
                "idle connections at a time",
                IDLE,
                "served meanwhile; " + (held.residentBytes() - before.residentBytes()) / 1000 / IDLE + " KB each");
    }

    @Test
    void chunksBeyondTheLimitAreRefused() throws Exception {
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        for (int i = 0; i < CLIENTS; i++) {
            try (RawClient chunked = new RawClient(classify).head("Transfer-Encoding: chunked", "Connection: close")) {
                for (int sent = 0; sent <= LIMIT; sent += 1000) {
                    chunked.say(chunk);
                }
                assertThat(chunked.say("0\r\n\r\n").answer()).startsWith("HTTP/1.1 413 ");
            }
        }
        row("chunked bodies beyond the limit", CLIENTS, "413");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawClient pipelining = new RawClient(classify)) {
            StringBuilder wanted = new StringBuilder();
            for (int i = 0; i < CLIENTS; i++) {
                boolean isPhotograph = i % 3 != 0;
                pipelining.head(
                        "Content-Length: " + (isPhotograph ? PHOTOGRAPH.length : 3),
                        i == CLIENTS - 1 ? "Connection: close" : "Connection: keep-alive");
                pipelining.say(isPhotograph ? PHOTOGRAPH : new byte[] {1, 2, 3});
                wanted.append(isPhotograph ? "200 " : "400 ");
            }
            StringBuilder statuses = new StringBuilder();
            STATUS.matcher(pipelining.answer())
                    .results()
                    .forEach(status -> statuses.append(status.group(1)).append(' '));
            assertThat(statuses.toString()).isEqualTo(wanted.toString());
        }
        row("pipelined requests, a third of them no photographs", CLIENTS, "answered in order");
    }

    @Test
    void nonsenseIsRefusedOrHungUpOn() throws Exception {
        List<String> nonsense = List.of(
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 a TLS handshake",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /classify HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                "POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n",
                "POST /classify HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n",
                "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET http://elsewhere.example/ HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
                "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
                "\r\n\r\n\r\n\r\n",
                "");
        int refused = 0;
        for (String words : nonsense) {
            try (RawClient speaking = new RawClient(classify)) {
                String answer = speaking.say(words).finish().answer();
                assertThat(answer)
                        .as(words.substring(0, Math.min(60, words.length())))
                        .doesNotContain("root:", "\tat ", "Exception", "HTTP/1.1 5", "HTTP/1.1 2");
                refused += answer.isEmpty() ? 0 : 1;
            }
            assertPoliteClientIsServed();
        }
        row("kinds of nonsense", nonsense.size(), refused + " answered with 4xx, the others hung up on");
    }

    private static List<RawClient> connect(int count) throws IOException {
        List<RawClient> clients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            clients.add(new RawClient(classify));
        }
        return clients;
    }

    private void assertPoliteClientIsServed() throws Exception {
        HttpResponse<String> answer = client.send(request(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(EXPECTATION);
    }

    private static HttpRequest request() {
        return HttpRequest.newBuilder(classify)
                .timeout(PATIENCE)
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(PHOTOGRAPH))
                .build();
    }

    private static void row(String attack, int tried, String became) {
        ROWS.append("| ")
                .append(attack)
                .append(" | ")
                .append(tried)
                .append(" | ")
                .append(became)
                .append(" |\n");
    }
}
