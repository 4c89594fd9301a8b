package dev.carornot.function.model;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.explanation.ActivationMap;
import dev.carornot.classifier.explanation.HeatMap;
import dev.carornot.classifier.image.Box;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model without a network, which tests can break. Everything is a car, except {@link #REFUSED}, which is refused, and
 * {@link #STRANGE}, over which the engine stumbles; {@link #HELD} takes until {@link #release}.
 */
@Alternative
@Singleton
public final class BreakableModel implements ModelSource, PhotographClassifier {
    public static final byte[] REFUSED = "no image".getBytes(StandardCharsets.US_ASCII);
    public static final byte[] STRANGE = "strange".getBytes(StandardCharsets.US_ASCII);
    public static final byte[] HELD = "held".getBytes(StandardCharsets.US_ASCII);
    public static final String SECRET = "libtorch fell over at 0xdeadbeef";

    private static final ModelDescription DESCRIPTION =
            new ModelDescription("breakable", "1", "none", new Labels("not_car", "car"));

    private static final HeatMap HEAT =
            new HeatMap("car", new ActivationMap(1, 2, new double[] {-0.5, 2}), new Box(0.5, 0, 3, 3));

    private final AtomicInteger running = new AtomicInteger();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean broken;
    private volatile boolean closed;
    private volatile String missing;
    private volatile boolean refusing;
    private volatile double probability = 0.75;

    /** From now on nothing can be classified, until it is mended. */
    public void broken(boolean now) {
        broken = now;
    }

    /** From now on {@link #HELD} takes until {@link #release}. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        held.countDown();
    }

    /** How many photographs are being classified. */
    public int running() {
        return running.get();
    }

    void missing(String reason) {
        missing = reason;
    }

    void refusing() {
        refusing = true;
    }

    /** Of everything that is classified from now on. */
    void probability(double now) {
        probability = now;
    }

    boolean closed() {
        return closed;
    }

    /** A served model around this one, open. */
    public ServedModel served() {
        return served(new RequestQueue(new Capacity(1, 1, 0)));
    }

    public ServedModel served(RequestQueue queue) {
        ServedModel served = new ServedModel(
                new ModelOpening(() -> this), queue, new ModelRefresh(() -> this, Optional.empty(), false));
        served.open();
        return served;
    }

    @Override
    public PhotographClassifier open() throws IOException {
        if (missing != null) {
            throw new IOException(missing);
        }
        return this;
    }

    @Override
    public Optional<String> currentVersion() {
        return Optional.empty();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Verdict classify(byte[] photograph) {
        running.incrementAndGet();
        try {
            return verdict(photograph);
        } finally {
            running.decrementAndGet();
        }
    }

    private Verdict verdict(byte[] photograph) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (Arrays.equals(photograph, HELD)) {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (broken || Arrays.equals(photograph, STRANGE)) {
            throw new UnsupportedOperationException(SECRET);
        }
        Timings timings = new Timings(1, 2, 3, 6);
        if (refusing || Arrays.equals(photograph, REFUSED)) {
            return new Verdict.Refused(
                    new Refusal(Refusal.Reason.NOT_AN_IMAGE, "These bytes are no image."), DESCRIPTION, timings);
        }
        return new Verdict.Positive(probability, 4, 3, DESCRIPTION, timings);
    }

    @Override
    public Explanation explain(byte[] photograph) {
        Verdict verdict = classify(photograph);
        return verdict instanceof Verdict.Refused refused
                ? new Explanation.Refused(refused)
                : new Explanation.Explained((Verdict.Classified) verdict, HEAT);
    }

    @Override
    public Overlay overlay(byte[] photograph, int longerSide) {
        return explain(photograph) instanceof Explanation.Explained explained
                ? new Overlay.Painted(explained, new Picture(4, 3, new byte[3 * 4 * 3]))
                : new Overlay.Refused((Verdict.Refused) classify(photograph));
    }

    @Override
    public ModelDescription model() {
        return DESCRIPTION;
    }

    @Override
    public void close() {
        closed = true;
    }
}
