package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as its launcher starts it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The launcher is a shell script.")
final class LauncherIT {
    /** More than are answered by the time that the application is told to end. */
    private static final int REQUESTS = 8;

    @TempDir
    Path folder;

    /** Of HTTP/2, JDK 17's client gives up requests whose answers it would still get. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void itServesFromTheUnpackedLibrariesAndWhoeverWaitsAtTheEndIsAnswered() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        // A cache that DJL would have to fill: without the unpacked libraries there would be something in it
        // afterwards.
        Path cache = folder.resolve("cache");
        try (RunnerJar application = RunnerJar.launch(Map.of(
                "CARORNOT_MODEL_URI",
                model.toString(),
                "CARORNOT_PREDICTORS",
                "1",
                "CARORNOT_QUEUE",
                "16",
                "DJL_CACHE_DIR",
                cache.toString()))) {
            URI classify = application.address().resolve("/classify");
            byte[] large = DrawnPictures.jpeg(3000, 3000, 1);
            assertThat(ask(classify, large).join().statusCode()).isEqualTo(200);
            assertThat(cache.resolve("pytorch")).doesNotExist();

            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int request = 0; request < REQUESTS; request++) {
                waiting.add(ask(classify, large));
            }
            // By then all have arrived, and most wait: each takes far longer than sending it.
            waiting.get(1).join();
            application.end();

            for (CompletableFuture<HttpResponse<String>> answer : waiting) {
                assertThat(answer.join().statusCode()).isEqualTo(200);
            }
            assertThat(application.exitCode()).isEqualTo(143);
            assertThat(application.output()).doesNotContain("WARN", "ERROR", "warning", "\tat ");
            assertThat(application.errors()).isEmpty();
        }
    }

    @Test
    void withoutJavaItSaysWhereItLooked() throws Exception {
        try (RunnerJar application = RunnerJar.launch(Map.of("JAVA_HOME", "/nowhere"))) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.errors())
                    .isEqualTo("car-or-not-function: JAVA_HOME is '/nowhere', where there is no bin/java;"
                            + " set it to a Java of version 17 or newer.\n");
        }
    }

    @Test
    void aStartIsRehearsedWhereKeysAreAskedForToo() throws Exception {
        try (RunnerJar rehearsal = RunnerJar.rehearse(Map.of("CARORNOT_API_KEYS", "k".repeat(40)))) {
            assertThat(rehearsal.exitCode()).as(rehearsal.errors()).isZero();
            assertThat(rehearsal.output()).contains("first verdict after");
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(URI classify, byte[] photograph) {
        return client.sendAsync(
                HttpRequest.newBuilder(classify)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(photograph))
                        .build(),
                BodyHandlers.ofString());
    }
}
