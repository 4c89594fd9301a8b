package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application built with {@code -Ponnxruntime}, as a process, against PyTorch in the tests' own process. */
final class OnnxRuntimeIT {
    /** Both compute in 32-bit floats, in another order. */
    private static final double TOLERANCE = 1e-4;

    private static final int PHOTOGRAPHS = 5;

    @TempDir
    Path folder;

    @Test
    void itAnswersAsPyTorchDoesAndEndsCleanly() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        Map<String, String> environment =
                Map.of("CARORNOT_MODEL_URI", model.toString(), "CARORNOT_ENGINE", "onnxruntime");
        try (RunnerJar application = RunnerJar.start(environment);
                Classifier classifier = Classifier.open(
                        ArtifactLocation.open(model.toString()),
                        // What ONNX Runtime computes in, whatever is fastest for the other.
                        ClassifierOptions.DEFAULT.with(PrecisionChoice.of(Precision.FP32)))) {
            URI address = application.address().resolve("/classify");
            HttpClient client = HttpClient.newHttpClient();
            for (int seed = 0; seed < PHOTOGRAPHS; seed++) {
                byte[] photograph = DrawnPictures.jpeg(200, 150, seed);
                String answer = client.send(
                                HttpRequest.newBuilder(address)
                                        .header("Content-Type", "image/jpeg")
                                        .POST(BodyPublishers.ofByteArray(photograph))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
                JsonNode json = new ObjectMapper().readTree(answer);
                Verdict.Classified verdict = (Verdict.Classified) classifier.classify(photograph);
                assertThat(json.path("probability").doubleValue()).isCloseTo(verdict.probability(), within(TOLERANCE));
            }
            application.terminate();
            assertThat(application.output())
                    .containsOnlyOnce(" is open and warm after ")
                    .doesNotContain("WARN", "ERROR", "\tat ");
        }
    }

    @Test
    void theEngineThatTheBuildCarriesIsTheDefault() throws Exception {
        try (RunnerJar application = RunnerJar.start(Map.of())) {
            assertThat(application.address()).isNotNull();
        }
    }

    @Test
    void thereIsNoLibtorchInIt() throws Exception {
        try (Stream<Path> files =
                Files.walk(Path.of(System.getProperty("carornot.build")).resolve("lib"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names)
                    .anyMatch(name -> name.contains("onnxruntime"))
                    .noneMatch(name -> name.contains("pytorch"));
        }
    }

    @Test
    void askedForTheOtherEngineItSaysHowToBuildWithIt() throws Exception {
        try (RunnerJar application = RunnerJar.start(Map.of("CARORNOT_ENGINE", "pytorch"))) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.errors().strip())
                    .hasLineCount(1)
                    .contains("'pytorch' is not part of this build", "without -Ponnxruntime")
                    .endsWith(".");
        }
    }
}
