package dev.carornot.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.explanation.HeatMap;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.DrawnModelProfile;
import dev.carornot.function.fixture.Form;
import dev.carornot.function.fixture.LambdaEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** With the real engine: every door says of a photograph what the classifier says of it. */
@QuarkusTest
@TestProfile(DrawnModelProfile.class)
final class SamePhotographTest {
    private static final int PHOTOGRAPHS = 8;
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 10;
    private static final int CROWD = 64;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TestHTTPResource("/classify")
    URI classify;

    @Inject
    CarOrNotConfig config;

    @Inject
    ObjectMapper json;

    @Test
    void everyDoorGivesTheClassifiersProbability() throws Exception {
        try (Classifier classifier =
                Classifier.open(ArtifactLocation.open(config.model().uri()))) {
            for (byte[] photograph : photographs()) {
                Verdict.Classified verdict = (Verdict.Classified) classifier.classify(photograph);

                ObjectNode http = http("image/jpeg", photograph);
                assertThat(http.path("probability").doubleValue()).isEqualTo(verdict.probability());
                assertThat(http.path("verdict").textValue()).isEqualTo(verdict.label());
                assertThat(http.path("model").path("name").textValue()).isEqualTo(DrawnModel.NAME);
                assertThat(http.path("image").path("width").intValue()).isEqualTo(verdict.width());
                assertThat(http.path("image").path("height").intValue()).isEqualTo(verdict.height());
                assertThat(http.path("millis").path("total").doubleValue()).isPositive();

                byte[] form = new Form().file("image", "a.jpg", photograph).bytes();
                assertThat(withoutTimes(http(Form.contentType(), form))).isEqualTo(withoutTimes(http));

                assertThat(withoutTimes(lambda("image/jpeg", photograph))).isEqualTo(withoutTimes(http));
                assertThat(withoutTimes(lambda(Form.contentType(), form))).isEqualTo(withoutTimes(http));
            }
        }
    }

    @Test
    void anExplanationHasTheVerdictOfClassifyAndTheClassifiersHeat() throws Exception {
        try (Classifier classifier =
                Classifier.open(ArtifactLocation.open(config.model().uri()))) {
            for (byte[] photograph : photographs()) {
                ObjectNode plain = withoutTimes(http("image/jpeg", photograph));
                HeatMap heat = ((Explanation.Explained) classifier.explain(photograph)).heat();
                double[] values = heat.map().normalized();

                ObjectNode explained = withoutTimes(post("/explain", "application/json", photograph));

                JsonNode explanation = explained.path("explanation");
                assertThat(explanation.path("label").textValue()).isEqualTo("car");
                assertThat(explanation.path("columns").intValue())
                        .isEqualTo(heat.map().columns());
                assertThat(explanation.path("rows").intValue())
                        .isEqualTo(heat.map().rows());
                assertThat(explanation.path("values")).hasSize(values.length);
                for (int i = 0; i < values.length; i++) {
                    assertThat(explanation.path("values").get(i).doubleValue()).isCloseTo(values[i], within(1e-4));
                }
                assertThat(explanation.at("/area/width").doubleValue())
                        .isEqualTo(heat.area().width());
                assertThat(withoutTimes(post("/classify?explain=true", "application/json", photograph)))
                        .isEqualTo(explained);
                assertThat(explained.without("explanation").equals(plain)).isTrue();
            }
        }
    }

    @Test
    void anOverlayIsThePhotographAsAPicture() throws Exception {
        byte[] photograph = DrawnPictures.jpeg(1200, 900, 1);
        HttpResponse<byte[]> response = CLIENT.send(
                HttpRequest.newBuilder(classify.resolve("/explain"))
                        .header("Content-Type", "image/jpeg")
                        .header("Accept", "image/png")
                        .POST(BodyPublishers.ofByteArray(photograph))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(response.body()));
        assertThat(picture.getWidth()).isEqualTo(1024);
        assertThat(picture.getHeight()).isEqualTo(768);
    }

    private ObjectNode post(String path, String accept, byte[] photograph) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(classify.resolve(path))
                        .header("Content-Type", "image/jpeg")
                        .header("Accept", accept)
                        .POST(BodyPublishers.ofByteArray(photograph))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return (ObjectNode) json.readTree(response.body());
    }

    @Test
    void photographsDiffer() throws Exception {
        // Otherwise the other tests would prove nothing.
        assertThat(probabilities()).doesNotHaveDuplicates();
    }

    @Test
    void sixteenClientsAtOnceGetTheirOwnAnswers() throws Exception {
        List<byte[]> photographs = photographs();
        List<Double> expected = probabilities();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                List<Integer> order = new ArrayList<>(IntStream.range(0, PHOTOGRAPHS * ROUNDS)
                        .map(i -> i % PHOTOGRAPHS)
                        .boxed()
                        .toList());
                Collections.rotate(order, client);
                running.add(clients.submit(() -> {
                    for (int photograph : order) {
                        ObjectNode answer = http("image/jpeg", photographs.get(photograph));
                        assertThat(answer.path("probability").doubleValue()).isEqualTo(expected.get(photograph));
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void underMoreLoadThanThereIsRoomForEveryRequestIsAnsweredOrTurnedAway() throws Exception {
        byte[] photograph = photographs().get(0);
        double expected = probabilities().get(0);
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            running.add(CLIENT.sendAsync(request("image/jpeg", photograph), BodyHandlers.ofString()));
        }
        int answered = 0;
        for (CompletableFuture<HttpResponse<String>> response : running) {
            if (response.get().statusCode() == 200) {
                assertThat(json.readTree(response.get().body())
                                .path("probability")
                                .doubleValue())
                        .isEqualTo(expected);
                answered++;
            } else {
                assertThat(response.get().statusCode()).isEqualTo(503);
                assertThat(response.get().headers().firstValue("Retry-After")).isPresent();
            }
        }
        assertThat(answered).isGreaterThanOrEqualTo(DrawnModelProfile.WAITING);
    }

    private List<Double> probabilities() throws IOException, InterruptedException {
        List<Double> probabilities = new ArrayList<>();
        for (byte[] photograph : photographs()) {
            probabilities.add(http("image/jpeg", photograph).path("probability").doubleValue());
        }
        return probabilities;
    }

    private static List<byte[]> photographs() {
        return IntStream.range(0, PHOTOGRAPHS)
                .mapToObj(seed -> DrawnPictures.jpeg(120 + seed, 90, seed))
                .toList();
    }

    private ObjectNode http(String contentType, byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request(contentType, body), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return (ObjectNode) json.readTree(response.body());
    }

    private HttpRequest request(String contentType, byte[] body) {
        return HttpRequest.newBuilder(classify)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private ObjectNode lambda(String contentType, byte[] body) throws IOException {
        String reply = given().contentType("application/json")
                .body(new LambdaEvent()
                        .header("content-type", contentType)
                        .base64(body)
                        .json())
                .post()
                .then()
                .statusCode(200)
                .extract()
                .path("body");
        return (ObjectNode) json.readTree(reply);
    }

    private static ObjectNode withoutTimes(ObjectNode answer) {
        return answer.deepCopy().without("millis");
    }
}
