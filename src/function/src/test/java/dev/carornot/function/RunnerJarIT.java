package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.fixture.BillOfMaterials;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as a process: {@code java -jar}. */
final class RunnerJarIT {
    @TempDir
    Path folder;

    @Test
    void eachLibraryIsInTheBillOfMaterials() throws Exception {
        assertThat(new BillOfMaterials(Path.of("target", "bom.json")).lacks(Path.of("target", "lib")))
                .isEmpty();
    }

    @Test
    void thePackagedApplicationClassifiesAndEndsCleanly() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        byte[] photograph = DrawnPictures.jpeg(200, 150, 3);
        try (RunnerJar application = RunnerJar.start(Map.of("CARORNOT_MODEL_URI", model.toString()));
                Classifier classifier = Classifier.open(ArtifactLocation.open(model.toString()))) {
            URI address = application.address();
            HttpClient client = HttpClient.newHttpClient();

            String answer = client.send(
                            HttpRequest.newBuilder(address.resolve("/classify"))
                                    .header("Content-Type", "image/jpeg")
                                    .header("X-Request-Id", "runner-1")
                                    .POST(BodyPublishers.ofByteArray(photograph))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();

            JsonNode json = new ObjectMapper().readTree(answer);
            Verdict.Classified verdict = (Verdict.Classified) classifier.classify(photograph);
            assertThat(json.path("probability").doubleValue()).isEqualTo(verdict.probability());
            assertThat(client.send(
                                    HttpRequest.newBuilder(address.resolve("/q/swagger-ui"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(client.send(
                                    HttpRequest.newBuilder(address.resolve("/q/metrics"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("carornot_verdicts_total{", "jvm_memory_used_bytes{");
            assertThat(client.send(
                                    HttpRequest.newBuilder(address.resolve("/q/health"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);

            application.terminate();
            assertThat(application.output())
                    .containsOnlyOnce("Model drawn 1 (" + classifier.model().precision() + ") from " + model
                            + " is open and warm after ")
                    .doesNotContain("WARN", "ERROR", "\tat ");
            List<JsonNode> lines = new ArrayList<>();
            for (String line : application.output().lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertThat(lines).anySatisfy(line -> {
                assertThat(line.path("loggerName").textValue()).isEqualTo("dev.carornot.access");
                assertThat(line.path("message").textValue()).startsWith("POST /classify 200 ");
                assertThat(line.at("/mdc/requestId").textValue()).isEqualTo("runner-1");
                assertThat(line.at("/mdc/status").textValue()).isEqualTo("200");
            });
        }
    }

    @Test
    void aMissingModelStopsTheStartWithOneSentence() throws Exception {
        Path absent = folder.resolve("absent");
        assertStopsWith(Map.of("CARORNOT_MODEL_URI", absent.toString()), absent.toString());
    }

    @Test
    void aDamagedModelStopsTheStartWithOneSentence() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        Path weights = model.resolve("weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
        assertStopsWith(Map.of("CARORNOT_MODEL_URI", model.toString()), weights + " is damaged");
    }

    @Test
    void aManifestThatIsNoneStopsTheStartWithOneSentence() throws Exception {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("manifest.json"), "{\n\"name\": tru\n}");
        assertStopsWith(Map.of("CARORNOT_MODEL_URI", model.toString()), "manifest.json");
    }

    @Test
    void aSettingOutOfRangeStopsTheStartWithOneSentence() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        assertStopsWith(
                Map.of("CARORNOT_MODEL_URI", model.toString(), "CARORNOT_PREDICTORS", "0"), "at least one predictor");
        assertStopsWith(
                Map.of("CARORNOT_MODEL_URI", model.toString(), "CARORNOT_LIMITS_REQUEST", "1000"),
                "carornot.limits.request is 1000 bytes");
        assertStopsWith(
                Map.of("CARORNOT_MODEL_URI", model.toString(), "CARORNOT_LIMITS_REQUEST", "1000000000"),
                "quarkus.http.limits.max-body-size");
    }

    @Test
    void anApiKeyThatProtectsNothingStopsTheStartWithOneSentence() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        Path empty = Files.createFile(folder.resolve("keys"));
        Map<Map<String, String>, String> refused = Map.of(
                Map.of("CARORNOT_API_KEYS", "secret"), "API key 1 has 6 characters",
                Map.of("CARORNOT_API_KEYS", ""), "carornot.api-keys is set and there is no key in it",
                Map.of("CARORNOT_API_KEYS_FILE", empty.toString()), "carornot.api-keys-file is set",
                Map.of("CARORNOT_API_KEYS_FILE", folder.resolve("absent").toString()), "cannot be read",
                Map.of("CARORNOT_API_KEYS", "k".repeat(40), "QUARKUS_HTTP_HOST_ENABLED", "false"), "IAM decides");
        for (Map.Entry<Map<String, String>, String> setting : refused.entrySet()) {
            Map<String, String> environment = new HashMap<>(setting.getKey());
            environment.put("CARORNOT_MODEL_URI", model.toString());
            assertStopsWith(environment, setting.getValue());
        }
    }

    @Test
    void aPrecisionThatThereIsNotStopsTheStartWithOneSentence() throws Exception {
        assertStopsWith(
                Map.of("CARORNOT_PRECISION", "int9"), "carornot.precision cannot be used: The precision is one of");
    }

    @Test
    void aSettingThatIsNoNumberStopsTheStartAndIsNamed() throws Exception {
        try (RunnerJar application = RunnerJar.start(Map.of("CARORNOT_PREDICTORS", "many"))) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.errors())
                    .contains("carornot.predictors", "\"many\"")
                    .doesNotContain("\tat ");
        }
    }

    private static void assertStopsWith(Map<String, String> environment, String sentencePart) throws Exception {
        try (RunnerJar application = RunnerJar.start(environment)) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.errors().strip())
                    .hasLineCount(1)
                    .contains(sentencePart)
                    .endsWith(".");
            assertThat(application.output()).doesNotContain("\tat ", "Exception");
        }
    }
}
