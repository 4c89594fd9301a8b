package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models in one application: {@code GET /models}, their reports, and {@code ?model=beside}. */
final class ModelsIT {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 100;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void twoModelsAreListedAndAnswerEachForItself() throws Exception {
        Path current = DrawnModel.write(folder.resolve("current"));
        Path beside = DrawnModel.write(folder.resolve("beside"), "2", 7);
        Files.writeString(beside.resolve("report.html"), "<!doctype html><title>How good it is</title>");
        byte[] photograph = DrawnPictures.jpeg(200, 150, 3);
        try (RunnerJar application = RunnerJar.start(
                Map.of("CARORNOT_MODEL_URI", current.toString(), "CARORNOT_MODEL_BESIDE", beside.toString()))) {
            URI address = application.address();

            JsonNode models = awaitModels(address, 2);

            assertThat(models.findValuesAsText("id")).containsExactly("current", "beside");
            assertThat(models.findValuesAsText("version")).containsExactly("1", "2");
            assertThat(models.get(0).path("labels")).isEqualTo(json.readTree("[\"not_car\", \"car\"]"));
            assertThat(models.get(0).path("thresholds")).isEqualTo(json.readTree("{\"lower\": 0.4, \"upper\": 0.6}"));
            assertThat(models.get(0).has("report")).isFalse();
            HttpResponse<String> report =
                    get(address.resolve(models.get(1).path("report").textValue()));
            assertThat(report.body()).contains("How good it is");
            assertThat(report.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("sandbox", "default-src 'none'"));
            assertThat(get(address.resolve("/models/current/report")).statusCode())
                    .isEqualTo(404);

            assertThat(probability(post(address.resolve("/classify"), photograph)))
                    .isEqualTo(probability(current, photograph));
            assertThat(probability(post(address.resolve("/classify?model=beside"), photograph)))
                    .isEqualTo(probability(beside, photograph));
            assertThat(json.readTree(post(address.resolve("/explain?model=beside"), photograph)
                                    .body())
                            .path("model")
                            .path("version")
                            .textValue())
                    .isEqualTo("2");
            HttpResponse<String> unknown = post(address.resolve("/classify?model=third"), photograph);
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(unknown.body()).contains("GET /models");
        }
    }

    @Test
    void aModelBesideThatIsMissingStopsNothing() throws Exception {
        Path current = DrawnModel.write(folder.resolve("current"));
        Path absent = folder.resolve("absent");
        try (RunnerJar application = RunnerJar.start(
                Map.of("CARORNOT_MODEL_URI", current.toString(), "CARORNOT_MODEL_BESIDE", absent.toString()))) {
            URI address = application.address();

            assertThat(awaitModels(address, 1).findValuesAsText("id")).containsExactly("current");
            HttpResponse<String> beside =
                    post(address.resolve("/classify?model=beside"), DrawnPictures.jpeg(200, 150, 3));
            assertThat(beside.statusCode()).isEqualTo(503);
            HttpResponse<String> ready = get(address.resolve("/q/health/ready"));
            assertThat(ready.statusCode()).isEqualTo(200);
        }
    }

    /** The one beside is opened after the start. */
    private JsonNode awaitModels(URI address, int count) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            JsonNode models =
                    json.readTree(get(address.resolve("/models")).body()).path("models");
            if (models.size() == count || System.currentTimeMillis() > end) {
                return models;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private double probability(HttpResponse<String> answer) throws Exception {
        return json.readTree(answer.body()).path("probability").doubleValue();
    }

    private static double probability(Path model, byte[] photograph) throws Exception {
        try (Classifier classifier = Classifier.open(ArtifactLocation.open(model.toString()))) {
            return ((Verdict.Classified) classifier.classify(photograph)).probability();
        }
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI address, byte[] photograph) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(photograph))
                        .build(),
                BodyHandlers.ofString());
    }
}
