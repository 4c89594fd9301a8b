package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The change of models, with models that are no more than their version. */
final class ModelRefreshTest {
    private static final byte[] PHOTOGRAPH = {1};
    private static final byte[] HELD = {2};
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Store store = new Store();
    private ServedModel served;

    private void serve(Duration interval, boolean onLambda) {
        served = new ServedModel(
                new ModelOpening(() -> store),
                new RequestQueue(new Capacity(1, 1, 0)),
                new ModelRefresh(() -> store, Optional.of(interval), onLambda));
        served.open();
    }

    @AfterEach
    void close() {
        if (served != null) {
            served.close();
        }
        assertThat(store.opened).as("every model is closed in the end").allMatch(Version::isClosed);
    }

    /** On Lambda a classification looks first, if it is time; so a test knows when. */
    private String answer() throws InterruptedException {
        Thread.sleep(SOON.toMillis() + 1);
        return served.classify(PHOTOGRAPH).model().version();
    }

    private Optional<Object> refused() {
        return new ModelReadiness(served, BesideModelTest.none())
                .call()
                .getData()
                .map(data -> data.get("refused"));
    }

    @Test
    void onLambdaAnotherCurrentVersionAnswersTheInvocationThatFindsIt() throws Exception {
        serve(SOON, true);
        assertThat(answer()).isEqualTo("1");

        store.current = "2";

        assertThat(answer()).isEqualTo("2");
        assertThat(store.opened).hasSize(2).first().matches(Version::isClosed);
        assertThat(refused()).isEmpty();
    }

    @Test
    void onLambdaNobodyLooksBeforeItIsTime() throws Exception {
        serve(NEVER, true);
        store.current = "2";

        assertThat(answer()).isEqualTo("1");
        assertThat(store.looks).hasValue(0);
    }

    @Test
    void onAServerAThreadLooks() throws Exception {
        serve(SOON, false);
        store.current = "2";

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (served.classify(PHOTOGRAPH).model().version().equals("1") && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(answer()).isEqualTo("2");
    }

    @Test
    void whoIsInTheOldModelIsAnsweredByItAndItIsClosedAfterwards() throws Exception {
        serve(SOON, true);
        CompletableFuture<Verdict> held = CompletableFuture.supplyAsync(() -> served.classify(HELD));
        Version old = store.opened.get(0);
        assertThat(old.reached.await(20, TimeUnit.SECONDS)).isTrue();
        store.current = "2";

        assertThat(answer()).isEqualTo("2");
        assertThat(old.isClosed()).isFalse();
        old.release.countDown();

        assertThat(held.get(20, TimeUnit.SECONDS).model().version()).isEqualTo("1");
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void aVersionThatCannotBeOpenedIsReportedAndTheOldOneStays() throws Exception {
        serve(SOON, true);
        store.current = "2";
        store.damage = "s3://models/car/2/weights.safetensors is damaged.";

        assertThat(answer()).isEqualTo("1");

        assertThat(refused()).contains("s3://models/car/2/weights.safetensors is damaged.");
        assertThat(new ModelReadiness(served, BesideModelTest.none()).call().getStatus())
                .isEqualTo(Status.UP);
        store.current = "1";
        assertThat(answer()).isEqualTo("1");
        assertThat(refused()).as("rolled back").isEmpty();
    }

    @Test
    void aVersionThatFailsIsTriedAgainButLessAndLessOften() throws Exception {
        serve(SOON, true);
        store.current = "2";
        store.damage = "damaged.";
        for (int look = 0; look < 30; look++) {
            assertThat(answer()).isEqualTo("1");
        }
        // At looks 1, 3, 6, 11 and 20.
        assertThat(store.attempts).hasValue(1 + 5);

        store.damage = null;
        store.current = "3";
        assertThat(answer()).as("another version need not wait").isEqualTo("3");
    }

    @Test
    void aVersionThatRefusesTheProbePhotographDoesNotServe() throws Exception {
        serve(SOON, true);
        store.current = "refusing";

        assertThat(answer()).isEqualTo("1");

        assertThat(refused().orElseThrow().toString())
                .isEqualTo("The model in memory refuses its own warm-up picture: No.");
        assertThat(store.opened).hasSize(2).last().matches(Version::isClosed);
    }

    @Test
    void aVersionThatBreaksDoesNotServe() throws Exception {
        serve(SOON, true);
        store.current = "broken";

        assertThat(answer()).isEqualTo("1");

        assertThat(refused().orElseThrow().toString()).contains("does not run on this machine");
        assertThat(store.opened).hasSize(2).last().matches(Version::isClosed);
    }

    @Test
    void aPlaceThatVanishesIsReportedUntilItIsBack() throws Exception {
        serve(SOON, true);
        store.vanished = "There is no bucket 'models'.";
        assertThat(answer()).isEqualTo("1");
        assertThat(refused()).contains("There is no bucket 'models'.");

        store.vanished = null;
        assertThat(answer()).isEqualTo("1");
        assertThat(refused()).isEmpty();
    }

    @Test
    void whereTheModelStaysNobodyLooksTwice() throws Exception {
        serve(SOON, true);
        store.current = null;

        answer();
        answer();

        assertThat(store.looks).hasValue(1);
    }

    @Test
    void anIntervalOfNothingStopsTheStart() {
        assertThatThrownBy(() -> serve(Duration.ZERO, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("carornot.model.refresh is PT0S; set a time above zero, e.g. 1m, or none.");
    }

    @Test
    void aModelThatComesAfterTheEndIsClosed() throws Exception {
        serve(SOON, false);
        store.opening = new CountDownLatch(1);
        store.current = "2";
        assertThat(store.waiting.await(20, TimeUnit.SECONDS)).isTrue();

        served.close();
        store.opening.countDown();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!(store.opened.size() == 2 && store.opened.get(1).isClosed()) && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(store.opened).hasSize(2).allMatch(Version::isClosed);
    }

    /** Whatever version is asked for. */
    private static final class Store implements ModelSource {
        private final List<Version> opened = new CopyOnWriteArrayList<>();
        private final CountDownLatch waiting = new CountDownLatch(1);
        private volatile String current = "1";
        private volatile String damage;
        private volatile String vanished;
        private volatile CountDownLatch opening = new CountDownLatch(0);
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger attempts = new AtomicInteger();

        @Override
        public PhotographClassifier open() throws IOException {
            attempts.incrementAndGet();
            if (damage != null) {
                throw new IOException(damage);
            }
            if (opening.getCount() > 0) {
                waiting.countDown();
                awaitUninterruptibly(opening);
            }
            Version version = new Version(current);
            opened.add(version);
            return version;
        }

        @Override
        public Optional<String> currentVersion() throws IOException {
            looks.incrementAndGet();
            if (vanished != null) {
                throw new IOException(vanished);
            }
            return Optional.ofNullable(current);
        }

        @Override
        public String name() {
            return "memory";
        }
    }

    /** What downloads a model does not heed interruptions either. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Version implements PhotographClassifier {
        private final ModelDescription description;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private volatile boolean closed;

        Version(String version) {
            description = new ModelDescription("memory", version, "none", new Labels("not_car", "car"));
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public Verdict classify(byte[] photograph) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            if (photograph == HELD) {
                reached.countDown();
                awaitUninterruptibly(release);
            }
            Timings timings = new Timings(1, 2, 3, 6);
            return switch (description.version()) {
                case "refusing" ->
                    new Verdict.Refused(new Refusal(Refusal.Reason.NOT_AN_IMAGE, "No."), description, timings);
                case "broken" -> throw new UnsupportedOperationException("broken");
                default -> new Verdict.Positive(0.75, 4, 3, description, timings);
            };
        }

        @Override
        public Explanation explain(byte[] photograph) {
            throw new UnsupportedOperationException("Nobody asks here.");
        }

        @Override
        public Overlay overlay(byte[] photograph, int longerSide) {
            throw new UnsupportedOperationException("Nobody asks here.");
        }

        @Override
        public ModelDescription model() {
            return description;
        }

        @Override
        public void close() {
            assertThat(closed).as("closed twice").isFalse();
            closed = true;
        }
    }
}
