package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.fixture.HostilePictures;
import dev.carornot.classifier.fixture.HostilePictures.HostilePicture;
import dev.carornot.classifier.fixture.HostilePictures.Promise;
import dev.carornot.function.fixture.ProcessUsage;
import dev.carornot.function.fixture.RunnerJar;
import dev.carornot.function.problem.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All hostile pictures and many that were changed at random, several at a time, through the packaged application: each is
 * answered with what is promised for it, and nothing of it stays.
 */
final class HostileUploadsIT {
    private static final int MUTATIONS = Settings.number("mutations");

    /** How long an answer may take, with nobody before it in line: on a machine that others use, longer than the 5 s of a quiet one. */
    private static final Duration LONGEST = Duration.ofSeconds(Settings.number("longest"));

    private static final int SENDERS = 4;

    /** As the tests' own JVMs have it: a heap that neither grows nor shrinks, so that what changes is native. */
    private static final String HEAP = "-Xms2g -Xmx2g -XX:+AlwaysPreTouch";

    private static final double GROWTH = 1.05;
    /** Connections that are about to close. */
    private static final int HANDLES = SENDERS + 4;

    private static final int SEED = 11;
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final int BUSY = 503;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What one sender met. */
    private record Met(int verdicts, int refusals, int busy, long longestNanos, String longest) {
        static final Met NOTHING = new Met(0, 0, 0, 0, "");

        Met and(Met other) {
            return new Met(
                    verdicts + other.verdicts,
                    refusals + other.refusals,
                    busy + other.busy,
                    Math.max(longestNanos, other.longestNanos),
                    longestNanos > other.longestNanos ? longest : other.longest);
        }
    }

    @Test
    void eachIsAnsweredAsPromisedAndNothingOfThemStays() throws Exception {
        try (RunnerJar application = RunnerJar.launch(Map.of("CARORNOT_JAVA_OPTS", HEAP))) {
            URI classify = application.address().resolve("/classify");
            Met alone = send(classify, HostilePictures.slow().iterator(), LONGEST);
            send(classify, SEED);
            ProcessUsage before = application.usage();

            Met met = send(classify, SEED + 1);
            ProcessUsage after = settled(application, before);

            leave(alone, met, before, after);
            assertThat(after.residentBytes()).isLessThan((long) (before.residentBytes() * GROWTH));
            assertThat(after.openFiles()).isLessThanOrEqualTo(before.openFiles() + HANDLES);
            application.terminate();
            assertThat(application.output()).doesNotContain("\tat ", "ERROR");
            assertThat(application.errors()).isEmpty();
        }
    }

    /** Sends all of them; throws when one is answered in another way than promised. */
    private static Met send(URI classify, int seed) throws Exception {
        Iterator<HostilePicture> pictures = Stream.concat(
                        HostilePictures.all().stream(), HostilePictures.mutations(seed, MUTATIONS))
                .iterator();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<Met>> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                Callable<Met> sending = () -> send(classify, pictures, LONGEST.multipliedBy(SENDERS));
                senders.add(threads.submit(sending));
            }
            Met met = Met.NOTHING;
            for (Future<Met> sender : senders) {
                met = met.and(sender.get());
            }
            return met;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Met send(URI classify, Iterator<HostilePicture> pictures, Duration longest) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Met met = Met.NOTHING;
        for (; ; ) {
            HostilePicture picture;
            byte[] bytes;
            // One is drawn at a time: some take much memory until they are small files.
            synchronized (pictures) {
                if (!pictures.hasNext()) {
                    return met;
                }
                picture = pictures.next();
                bytes = picture.bytes();
            }
            met = met.and(send(client, classify, picture, bytes, longest));
        }
    }

    private static Met send(HttpClient client, URI classify, HostilePicture picture, byte[] bytes, Duration longest)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(classify)
                .timeout(PATIENCE)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
        for (int busy = 0; ; busy++) {
            long asked = System.nanoTime();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            long nanos = System.nanoTime() - asked;
            if (answer.statusCode() == BUSY) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                Thread.sleep(RETRY.toMillis());
                continue;
            }
            assertThat(Duration.ofNanos(nanos)).as("%s", picture).isLessThan(longest);
            boolean isVerdict = check(picture, bytes.length == 0, answer);
            return new Met(isVerdict ? 1 : 0, isVerdict ? 0 : 1, busy, nanos, picture.name());
        }
    }

    /** Whether it is a verdict. */
    private static boolean check(HostilePicture picture, boolean isEmpty, HttpResponse<String> answer)
            throws Exception {
        boolean isVerdict = answer.statusCode() == OK;
        String said = isVerdict
                ? "verdict"
                : JSON.readTree(answer.body()).path("reason").textValue();
        if (picture.promise() == Promise.AN_ANSWER) {
            assertThat(answer.statusCode()).as(picture + ": " + answer.body()).isLessThan(SERVER_ERROR);
        } else {
            String promised =
                    isEmpty ? Reason.EMPTY_BODY.name() : picture.promise().name();
            assertThat(said).as(picture + ": " + answer.body()).isEqualTo(promised.toLowerCase(Locale.ROOT));
        }
        if (!isVerdict) {
            assertThat(answer.statusCode())
                    .isEqualTo(Reason.valueOf(said.toUpperCase(Locale.ROOT)).status());
        }
        return isVerdict;
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

    private static void leave(Met alone, Met met, ProcessUsage before, ProcessUsage after) throws Exception {
        Settings.leave(
                "hostile-uploads",
                String.format(
                        Locale.ROOT,
                        """
                        | pictures, of them changed at random | %d, %d |
                        | at a time | %d |
                        | verdicts, refusals | %d, %d |
                        | answers 503 (busy), asked again after %d ms | %d |
                        | longest answer with nobody before it in line, s | %.1f, %s |
                        | longest answer, waiting in line included, s | %.1f, %s |
                        | resident memory before and after, MB, of it a fixed heap of 2,147 | %d, %d |
                        | file handles before and after | %d, %d |
                        """,
                        met.verdicts() + met.refusals(),
                        MUTATIONS,
                        SENDERS,
                        met.verdicts(),
                        met.refusals(),
                        RETRY.toMillis(),
                        met.busy(),
                        alone.longestNanos() / 1e9,
                        alone.longest(),
                        met.longestNanos() / 1e9,
                        met.longest(),
                        before.residentBytes() / 1_000_000,
                        after.residentBytes() / 1_000_000,
                        before.openFiles(),
                        after.openFiles()));
    }
}
