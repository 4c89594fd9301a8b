package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.EmptyCanvases;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged application where the system gives it no more native memory. */
final class NativeMemoryIT {
    /** In bytes: what small photographs need, and far from what libjpeg needs for the large one. */
    private static final long ROOM = 30_000_000;

    private static final int AGAIN = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aPhotographForWhichMemoryIsMissingIsRefusedAndTheNextIsServed() throws Exception {
        // 120 MB of coefficients, all at a time.
        byte[] large = EmptyCanvases.progressiveJpeg(5000, 4000, 3, 12);
        List<byte[]> small = List.of(DrawnPictures.jpeg(300, 200, 1), DrawnPictures.png(300, 200, 2));
        try (RunnerJar application = RunnerJar.launch(Map.of("CARORNOT_PREDICTORS", "1"))) {
            URI classify = application.address().resolve("/classify");
            assertVerdict(post(classify, large));
            for (byte[] photograph : small) {
                assertVerdict(post(classify, photograph));
            }

            application.limitMemory(ROOM);
            for (int i = 0; i < AGAIN; i++) {
                HttpResponse<String> refused = post(classify, large);
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
                // Not that it is damaged, which it is not.
                assertThat(refused.body()).contains("\"reason\":\"too_many_pixels\"", "not enough memory");
                for (byte[] photograph : small) {
                    assertVerdict(post(classify, photograph));
                }
            }

            application.limitMemory(-1);
            assertVerdict(post(classify, large));
            application.terminate();
            assertThat(application.output()).doesNotContain("ERROR", "\tat ");
        }
    }

    private static void assertVerdict(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> post(URI classify, byte[] photograph) throws Exception {
        return client.send(
                HttpRequest.newBuilder(classify)
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(photograph))
                        .build(),
                BodyHandlers.ofString());
    }
}
