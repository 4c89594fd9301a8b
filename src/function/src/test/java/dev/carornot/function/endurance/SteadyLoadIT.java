package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.ProcessUsage;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Sixty-four clients without a pause, photographs of many sizes and damaged ones among them, at the starter model. Every
 * verdict is the one that the classifier gives alone, to the last bit; the only other answer is the announced 503; and memory,
 * handles and threads stay where they were.
 */
final class SteadyLoadIT {
    private static final int CLIENTS = Settings.number("clients");
    private static final Duration LOAD = Duration.ofSeconds(Settings.number("seconds"));

    /** Of the load, until caches, pools and compiled code are what they will be. */
    private static final int WARM_UP_PARTS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PHOTOGRAPHS = 40;
    private static final int DAMAGED = 5;
    private static final int LARGEST = 1600;
    private static final int SMALLEST = 60;
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int BUSY = 503;
    private static final Duration RETRY = Duration.ofMillis(100);
    /** A process that has just begun grows for a while; the long run is held to the 5 % that the table promises. */
    private static final double GROWTH = LOAD.toMinutes() >= 10 ? 1.05 : 1.3;

    private static final int HANDLES = 8;
    private static final long SEED = 20261129;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path STARTER = Path.of("src/main/resources/starter");

    /** What is sent, and what must come back: a probability, or none of a damaged file. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Case(byte[] bytes, Double probability) {}

    /** What one client met. */
    private record Met(List<Long> nanos, int verdicts, int refusals, int busy) {}

    @Test
    void everyVerdictIsTheSameAsAloneAndNothingGrows() throws Exception {
        List<Case> cases = cases();
        try (RunnerJar application = RunnerJar.launch(Map.of())) {
            URI classify = application.address().resolve("/classify");
            run(classify, cases, LOAD.dividedBy(WARM_UP_PARTS));
            ProcessUsage before = application.usage();

            long start = System.nanoTime();
            List<Met> met = run(classify, cases, LOAD);
            double seconds = (System.nanoTime() - start) / 1e9;
            ProcessUsage after = settled(application, before);

            leave(met, seconds, before, after);
            assertThat(after.residentBytes()).isLessThan((long) (before.residentBytes() * GROWTH));
            assertThat(after.openFiles()).isLessThanOrEqualTo(before.openFiles() + HANDLES);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + HANDLES);
            assertThat(application.output()).doesNotContain("\tat ", "ERROR");
            application.terminate();
        }
    }

    /** Keeps as many clients asking for so long; throws when one of them meets anything but what was promised. */
    private static List<Met> run(URI classify, List<Case> cases, Duration duration) throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Met>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                SplittableRandom random = new SplittableRandom(SEED + client);
                Callable<Met> asking = () -> ask(classify, cases, random, end);
                clients.add(threads.submit(asking));
            }
            Thread.sleep(duration.toMillis());
            end.set(true);
            List<Met> met = new ArrayList<>();
            for (Future<Met> client : clients) {
                met.add(client.get());
            }
            return met;
        } finally {
            end.set(true);
            threads.shutdownNow();
        }
    }

    private static Met ask(URI classify, List<Case> cases, SplittableRandom random, AtomicBoolean end)
            throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Long> nanos = new ArrayList<>();
        int verdicts = 0;
        int refusals = 0;
        int busy = 0;
        while (!end.get()) {
            Case sent = cases.get(random.nextInt(cases.size()));
            long asked = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(classify)
                            .timeout(PATIENCE)
                            .header("Content-Type", "image/jpeg")
                            .POST(BodyPublishers.ofByteArray(sent.bytes()))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() == BUSY) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                busy++;
                Thread.sleep(RETRY.toMillis());
                continue;
            }
            nanos.add(System.nanoTime() - asked);
            if (sent.probability() == null) {
                assertThat(answer.statusCode()).isEqualTo(BAD);
                refusals++;
            } else {
                assertThat(answer.statusCode()).isEqualTo(OK);
                JsonNode verdict = JSON.readTree(answer.body());
                assertThat(verdict.path("probability").doubleValue()).isEqualTo(sent.probability());
                verdicts++;
            }
        }
        return new Met(nanos, verdicts, refusals, busy);
    }

    /** The usage once connections have been closed, which takes the server a moment. */
    private static ProcessUsage settled(RunnerJar application, ProcessUsage before) throws Exception {
        ProcessUsage usage = application.usage();
        for (int i = 0; i < 100 && usage.openFiles() > before.openFiles() + HANDLES; i++) {
            Thread.sleep(100);
            usage = application.usage();
        }
        return usage;
    }

    private static List<Case> cases() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Case> cases = new ArrayList<>();
        try (Classifier alone = Classifier.open(ArtifactLocation.open(STARTER.toString()))) {
            for (int i = 0; i < PHOTOGRAPHS; i++) {
                int width = random.nextInt(SMALLEST, LARGEST);
                int height = random.nextInt(SMALLEST, LARGEST);
                byte[] bytes = DrawnPictures.jpeg(width, height, i);
                cases.add(new Case(bytes, ((Verdict.Classified) alone.classify(bytes)).probability()));
            }
        }
        for (int i = 0; i < DAMAGED; i++) {
            byte[] whole = cases.get(i).bytes();
            cases.add(new Case(Arrays.copyOf(whole, whole.length / 2), null));
        }
        return cases;
    }

    private static void leave(List<Met> met, double seconds, ProcessUsage before, ProcessUsage after) throws Exception {
        long[] nanos = met.stream()
                .flatMap(one -> one.nanos().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        Settings.leave(
                "steady-load",
                String.format(
                        Locale.ROOT,
                        """
                        | clients, seconds | %d, %.0f |
                        | verdicts, each to the bit what it is alone | %d |
                        | damaged files refused | %d |
                        | answers 503 (busy), asked again after %d ms | %d |
                        | other answers | 0 |
                        | photographs a second | %.1f |
                        | p50, p99, p99.9, longest, ms | %.0f, %.0f, %.0f, %.0f |
                        | resident memory before and after, MB | %d, %d |
                        | file handles before and after | %d, %d |
                        | threads before and after | %d, %d |
                        """,
                        CLIENTS,
                        seconds,
                        met.stream().mapToInt(Met::verdicts).sum(),
                        met.stream().mapToInt(Met::refusals).sum(),
                        RETRY.toMillis(),
                        met.stream().mapToInt(Met::busy).sum(),
                        nanos.length / seconds,
                        percentile(nanos, 50),
                        percentile(nanos, 99),
                        percentile(nanos, 99.9),
                        percentile(nanos, 100),
                        before.residentBytes() / 1_000_000,
                        after.residentBytes() / 1_000_000,
                        before.openFiles(),
                        after.openFiles(),
                        before.threads(),
                        after.threads()));
    }

    private static double percentile(long[] sorted, double percent) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * percent / 100))] / 1e6;
    }
}
