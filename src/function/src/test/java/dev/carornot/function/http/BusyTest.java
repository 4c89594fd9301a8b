package dev.carornot.function.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.carornot.function.fixture.BreakableProfile;
import dev.carornot.function.fixture.LambdaEvent;
import dev.carornot.function.model.BreakableModel;
import dev.carornot.function.queue.RequestQueue;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than there is room for. */
@QuarkusTest
@TestProfile(BreakableProfile.class)
@Timeout(60)
final class BusyTest {
    private static final int PLACES = BreakableProfile.PREDICTORS + BreakableProfile.WAITING;

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource("/classify")
    URI classify;

    @TestHTTPResource("/q/health")
    URI health;

    @Inject
    BreakableModel model;

    @Inject
    RequestQueue queue;

    @AfterEach
    void release() {
        model.release();
        until(() -> model.running() == 0);
    }

    @Test
    void whoeverComesWhenTheQueueIsFullIsTurnedAwayAtOnceAndTheOthersAreServed() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> held = fill();

        HttpResponse<String> oneMore = client.send(request(BreakableModel.HELD), BodyHandlers.ofString());

        assertThat(oneMore.statusCode()).isEqualTo(503);
        assertThat(oneMore.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(oneMore.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(oneMore.body()).contains("\"reason\":\"busy\"", "tag:carornot.dev,2026:busy");
        // However long its body is, as long as it may be sent at all.
        HttpResponse<String> longer = client.send(request(new byte[BreakableProfile.LIMIT]), BodyHandlers.ofString());
        assertThat(longer.statusCode()).isEqualTo(503);
        assertThat(model.running()).isEqualTo(BreakableProfile.PREDICTORS);
        assertThat(held).noneMatch(CompletableFuture::isDone);

        model.release();
        for (CompletableFuture<HttpResponse<String>> answer : held) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        assertThat(client.send(request(BreakableModel.HELD), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theLambdaFunctionTurnsAwayInTheSameWords() {
        fill();

        given().contentType("application/json")
                .body(new LambdaEvent()
                        .header("content-type", "image/jpeg")
                        .base64(BreakableModel.HELD)
                        .json())
                .post()
                .then()
                .statusCode(200)
                .body("statusCode", equalTo(503))
                .body("headers.'retry-after'", equalTo("1"))
                .body("headers.'content-type'", equalTo("application/problem+json"))
                .body("body", containsString("\"reason\":\"busy\""));
    }

    @Test
    void healthIsToldWhileTheQueueIsFull() throws Exception {
        fill();

        HttpResponse<String> healthy =
                client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());

        assertThat(healthy.statusCode()).isEqualTo(200);
        assertThat(queue.isFull()).isTrue();
    }

    /** Takes every place there is. */
    private List<CompletableFuture<HttpResponse<String>>> fill() {
        model.hold();
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            held.add(client.sendAsync(request(BreakableModel.HELD), BodyHandlers.ofString()));
        }
        until(queue::isFull);
        until(() -> model.running() == BreakableProfile.PREDICTORS);
        return held;
    }

    private HttpRequest request(byte[] body) {
        return HttpRequest.newBuilder(classify)
                .header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
