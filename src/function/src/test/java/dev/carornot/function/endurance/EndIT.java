package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application is told to end while it is being asked. */
@Timeout(120)
final class EndIT {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void readinessFallsFirstAndWhoeverStillComesIsAnsweredUntilTheDelayIsOver() throws Exception {
        try (RunnerJar application = RunnerJar.launch(Map.of(
                "CARORNOT_MODEL_URI",
                DrawnModel.write(folder.resolve("model")).toString(),
                "QUARKUS_SHUTDOWN_DELAY",
                "6S"))) {
            URI address = application.address();
            assertThat(ready(address)).isEqualTo(OK);
            assertThat(classify(address)).isEqualTo(OK);

            application.end();
            while (ready(address) == OK) {
                Thread.onSpinWait();
            }

            assertThat(ready(address)).isEqualTo(UNAVAILABLE);
            assertThat(live(address)).isEqualTo(OK);
            assertThat(classify(address)).isEqualTo(OK);
            assertThat(application.exitCode()).isEqualTo(143);
            assertThat(application.output()).doesNotContain("\tat ", "ERROR");
        }
    }

    private int ready(URI address) throws IOException, InterruptedException {
        return get(address.resolve("/q/health/ready"));
    }

    private int live(URI address) throws IOException, InterruptedException {
        return get(address.resolve("/q/health/live"));
    }

    private int get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private int classify(URI address) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(address.resolve("/classify"))
                                .header("Content-Type", "image/jpeg")
                                .POST(BodyPublishers.ofByteArray(DrawnPictures.jpeg(200, 150, 3)))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
