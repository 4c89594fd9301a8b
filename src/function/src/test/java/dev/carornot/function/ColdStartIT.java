package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.FaultyProxy;
import dev.carornot.classifier.fixture.FaultyProxy.Call;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.function.fixture.LambdaFunction;
import dev.carornot.function.fixture.S3Events;
import dev.carornot.function.fixture.S3Events.Uploaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * How long it takes from the start of the packaged upload function's process to the first tag that it writes, with the starter
 * model; the event waits from the beginning. Once by default, several times with {@code -Preliability}; figures go to {@code
 * target/cold-start.md}.
 */
final class ColdStartIT {
    private static final int STARTS = Integer.getInteger("carornot.reliability.uploads", 100) / 200 + 1;
    private static final String BUCKET = "uploads";
    private static final double NANOS_PER_MILLI = 1e6;

    @Test
    void theFirstUploadIsTaggedByAProcessThatHasJustBeenStarted() throws Exception {
        byte[] photograph = DrawnPictures.jpeg(1600, 1200, 1);
        List<Start> starts = new ArrayList<>();
        try (S3Server server = S3Server.start(BUCKET)) {
            for (int i = 0; i < STARTS; i++) {
                String key = i + ".jpg";
                String eTag = server.client()
                        .putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(photograph))
                        .eTag()
                        .replace("\"", "");
                starts.add(start(server, new Uploaded(BUCKET, key, photograph.length, eTag, "01")));
                assertThat(server.client()
                                .getObjectTagging(
                                        request -> request.bucket(BUCKET).key(key))
                                .tagSet())
                        .anyMatch(tag -> tag.key().equals("car-or-not"));
            }
        }
        report(starts);
    }

    private static Start start(S3Server server, Uploaded upload) throws Exception {
        try (FaultyProxy proxy = FaultyProxy.start(server.endpoint(), 0, Duration.ZERO, 0)) {
            long began = System.nanoTime();
            try (LambdaFunction function = LambdaFunction.start(
                    "classify-upload", 1, proxy.endpoint(), Map.of("CARORNOT_UPLOAD_BUCKET", BUCKET))) {
                function.answer(S3Events.notification(upload));
                List<Call> calls = proxy.log();
                Call head = first(calls, "HEAD", upload.key());
                Call read = first(calls, "GET", upload.key());
                Call tag = first(calls, "PUT", upload.key() + "?tagging");
                return new Start(
                        millis(began, function.firstAsked()),
                        millis(function.firstAsked(), head.began()),
                        millis(head.began(), read.ended()),
                        millis(read.ended(), tag.began()),
                        millis(tag.began(), tag.ended()),
                        millis(began, tag.ended()));
            }
        }
    }

    private static Call first(List<Call> calls, String method, String end) {
        return calls.stream()
                .filter(call -> call.method().equals(method) && call.uri().endsWith(end))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + method + " of " + end + " among " + calls));
    }

    private static double millis(long from, long to) {
        return (to - from) / NANOS_PER_MILLI;
    }

    private static void report(List<Start> starts) throws Exception {
        Start median = starts.stream()
                .sorted(Comparator.comparingDouble(Start::whole))
                .toList()
                .get(starts.size() / 2);
        String table = String.format(
                Locale.ROOT,
                "| of %d starts the median, Java %s | ms |%n|---|---:|%n"
                        + "| process to ready: JVM, framework, engine, model, warm-up | %.0f |%n"
                        + "| event to first call to S3: runtime client, JSON, S3 client | %.0f |%n"
                        + "| head, tags and bytes from S3 | %.0f |%n"
                        + "| verdict | %.0f |%n"
                        + "| tags to S3 | %.0f |%n"
                        + "| process to first tag | %.0f |%n",
                starts.size(),
                Runtime.version(),
                median.ready(),
                median.event(),
                median.read(),
                median.verdict(),
                median.tag(),
                median.whole());
        Files.writeString(Path.of(System.getProperty("carornot.build", "target"), "cold-start.md"), table);
    }

    private record Start(double ready, double event, double read, double verdict, double tag, double whole) {}
}
