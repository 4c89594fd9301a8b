package dev.carornot.benchmark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import dev.carornot.benchmark.measurement.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoadTest {
    private static final byte[] PHOTOGRAPH = {1, 2, 3};

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile IntUnaryOperator statusOf = request -> 200;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/classify", exchange -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            boolean whole = exchange.getRequestBody().readAllBytes().length == PHOTOGRAPH.length;
            int status = whole ? statusOf.applyAsInt(requests.incrementAndGet()) : 400;
            atOnce.decrementAndGet();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void asManyRequestsAreSentAsAsked() throws Exception {
        Result result = load().run("http/c4", 4, 100);
        assertThat(requests).hasValue(100);
        assertThat(result.figure("samples")).hasValue(100);
        assertThat(result.figure(Result.THROUGHPUT).orElseThrow()).isPositive();
        assertThat(result.figure(Result.P99).orElseThrow())
                .isGreaterThanOrEqualTo(result.figure(Result.MEDIAN).orElseThrow());
        assertThat(mostAtOnce.get()).isBetween(1, 4);
    }

    @Test
    void answers503AreCountedAndNotTimed() throws Exception {
        statusOf = request -> request % 2 == 0 ? 503 : 200;
        Result result = load().run("http/c1", 1, 10);
        assertThat(result.figure(Result.REFUSED)).hasValue(5);
        assertThat(result.figure("samples")).hasValue(5);
        assertThat(result.figure(Result.FAILED)).hasValue(0);
    }

    @Test
    void anyOtherAnswerIsAFailure() throws Exception {
        statusOf = request -> request <= 3 ? 500 : 200;
        assertThat(load().run("http/c1", 1, 10).figure(Result.FAILED)).hasValue(3);
    }

    @Test
    void loadEndsWhenItsTimeIsOver() throws Exception {
        long start = System.nanoTime();
        Result result = load().run("http/c2", 2, Duration.ofMillis(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(20));
        assertThat(result.figure("samples").orElseThrow()).isPositive();
    }

    @Test
    void aServerThatAnswersNothingIsNamed() {
        server.stop(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> load().run("http/c1", 1, 3))
                .withMessageContaining("3 failures")
                .withMessageContaining("/classify");
    }

    private Load load() {
        return new Load(URI.create("http://localhost:" + server.getAddress().getPort() + "/classify"), PHOTOGRAPH);
    }
}
