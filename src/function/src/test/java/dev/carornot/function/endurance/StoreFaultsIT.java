package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import dev.carornot.s3.DownloadCache;
import dev.carornot.s3.S3ModelStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application while the store of its model hangs, or its disk takes no more. */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "Processes are held with a signal, and files kept small by the shell.")
final class StoreFaultsIT {
    private static final String BUCKET = "models";
    private static final String LOCATION = "s3://" + BUCKET + "/team";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the shell lets a file have, in its blocks of 512 bytes: more than the small model, less than the wide one. */
    private static final int BLOCKS = 8_000;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whileTheStoreHangsTheOldModelServesAndTheApplicationStillEnds() throws Exception {
        try (S3Server server = S3Server.start(BUCKET)) {
            store(server).publish(DrawnModel.write(folder.resolve("a"), "1", 1));
            try (RunnerJar application = RunnerJar.launch(environment(server))) {
                URI address = application.address();
                assertThat(classify(address)).isEqualTo(200);

                server.hold();
                try {
                    String reason = refused(address);
                    assertThat(reason).contains(LOCATION + "/");
                    assertThat(classify(address)).isEqualTo(200);
                    application.terminate();
                    assertThat(application.output()).doesNotContain("\tat ");
                } finally {
                    server.release();
                }
            }
        }
    }

    @Test
    void aStoreThatHangsAtTheStartStopsItWithOneSentence() throws Exception {
        try (S3Server server = S3Server.start(BUCKET)) {
            store(server).publish(DrawnModel.write(folder.resolve("a"), "1", 1));
            server.hold();
            try (RunnerJar application = RunnerJar.launch(environment(server))) {
                assertThat(application.exitCode()).isEqualTo(1);
                assertThat(application.errors().strip())
                        .hasLineCount(1)
                        .contains(LOCATION, "cannot be reached")
                        .endsWith(".");
            } finally {
                server.release();
            }
        }
    }

    @Test
    void onAFullDiskTheOldModelServesAndNothingHalfDownloadedIsKept() throws Exception {
        try (S3Server server = S3Server.start(BUCKET)) {
            S3ModelStore store = store(server);
            store.publish(DrawnModel.write(folder.resolve("a"), "1", 1));
            try (RunnerJar application = RunnerJar.launchWithSmallFiles(BLOCKS, environment(server))) {
                URI address = application.address();
                assertThat(classify(address)).isEqualTo(200);

                store.publish(DrawnModel.writeWide(folder.resolve("b"), "2", 2));

                assertThat(refused(address)).contains("File too large");
                assertThat(classify(address)).isEqualTo(200);
                try (Stream<Path> cached = Files.list(folder.resolve("cache"))) {
                    List<Path> kept = cached.toList();
                    assertThat(kept).isNotEmpty();
                    for (Path file : kept) {
                        assertThat(Files.size(file)).isLessThan(BLOCKS * 512L);
                    }
                }
                application.terminate();
                assertThat(application.output()).doesNotContain("\tat ");
            }
        }
    }

    private S3ModelStore store(S3Server server) throws IOException {
        return new S3ModelStore(
                server.client(), LOCATION, new DownloadCache(folder.resolve("publisher")), Trust.ANYONE);
    }

    private Map<String, String> environment(S3Server server) {
        return new HashMap<>(Map.of(
                "CARORNOT_MODEL_URI",
                LOCATION,
                "CARORNOT_MODEL_CACHE",
                folder.resolve("cache").toString(),
                "CARORNOT_MODEL_REFRESH",
                "PT0.2S",
                "QUARKUS_S3_ENDPOINT_OVERRIDE",
                server.endpoint().toString(),
                "QUARKUS_S3_PATH_STYLE_ACCESS",
                "true",
                // Of each of the client's attempts.
                "QUARKUS_S3_SYNC_CLIENT_SOCKET_TIMEOUT",
                "PT1S",
                "AWS_REGION",
                S3Server.REGION,
                "AWS_ACCESS_KEY_ID",
                S3Server.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                S3Server.SECRET_KEY));
    }

    /** Why the version that is current does not serve, once readiness says so. */
    private String refused(URI address) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> health = client.send(
                    HttpRequest.newBuilder(address.resolve("/q/health/ready")).build(), BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
            for (JsonNode check : JSON.readTree(health.body()).path("checks")) {
                if (check.at("/data/refused").isTextual()) {
                    return check.at("/data/refused").textValue();
                }
            }
            Thread.sleep(50);
        }
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
