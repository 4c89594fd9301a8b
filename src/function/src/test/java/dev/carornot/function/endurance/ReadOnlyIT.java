package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged application where the disk cannot be written to. */
final class ReadOnlyIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void withAFolderForTemporaryFilesItServesAsEver() throws Exception {
        try (RunnerJar application = RunnerJar.launchReadOnly(true, Map.of())) {
            URI address = application.address();
            for (byte[] photograph : new byte[][] {
                DrawnPictures.jpeg(4000, 3000, 1), DrawnPictures.png(300, 200, 2), DrawnPictures.jpeg(20, 20, 3)
            }) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(address.resolve("/explain"))
                                .header("Content-Type", "application/octet-stream")
                                .POST(BodyPublishers.ofByteArray(photograph))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            for (String path : new String[] {"/", "/page/main.js", "/models", "/q/health", "/q/metrics"}) {
                assertThat(client.send(
                                        HttpRequest.newBuilder(address.resolve(path))
                                                .build(),
                                        BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            application.terminate();
            assertThat(application.output()).doesNotContain("\tat ", "ERROR", "WARN");
            assertThat(application.errors()).isEmpty();
        }
    }

    @Test
    void withoutOneItSaysInASentenceWhatItNeeds() throws Exception {
        try (RunnerJar application = RunnerJar.launchReadOnly(false, Map.of())) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.errors().strip())
                    .hasLineCount(1)
                    .startsWith("The folder for temporary files, /tmp, cannot be written to")
                    .endsWith(".");
            assertThat(application.output()).isEmpty();
        }
    }
}
