package dev.carornot.function.metric;

import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.function.problem.Reason;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of one invocation on AWS Lambda, to be written into the log when it ends: CloudWatch reads them there, and nobody
 * waits for a call to it. Thread-safe; there is one invocation at a time.
 */
@Singleton
@Typed(InvocationMetrics.class)
public final class InvocationMetrics implements Metrics {
    private final Map<Key, EmbeddedLine> lines = new LinkedHashMap<>();
    private final List<EmbeddedLine> full = new ArrayList<>();

    /** What a line has in common: a line of the format has one value for each of its dimensions. */
    private record Key(String dimension, String value, String model) {}

    @Override
    public synchronized void looked(Verdict verdict) {
        if (verdict instanceof Verdict.Classified classified) {
            String model = verdict.model().name() + "/" + verdict.model().version();
            Timings timings = verdict.timings();
            line(new Key("verdict", classified.label(), model))
                    .add("Verdicts", EmbeddedLine.COUNT, 1)
                    .add("Probability", EmbeddedLine.NONE, classified.probability())
                    .add("DecodeMillis", EmbeddedLine.MILLISECONDS, timings.decode())
                    .add("ResizeMillis", EmbeddedLine.MILLISECONDS, timings.resize())
                    .add("NetworkMillis", EmbeddedLine.MILLISECONDS, timings.network())
                    .add("TotalMillis", EmbeddedLine.MILLISECONDS, timings.total());
        }
    }

    @Override
    public synchronized void refused(Reason reason) {
        line(new Key("reason", reason.code(), null)).add("Refusals", EmbeddedLine.COUNT, 1);
    }

    /** Nobody waits: an instance has one invocation at a time. */
    @Override
    public void waited(Duration time) {}

    @Override
    public synchronized void recorded(String ending) {
        line(new Key("ending", ending, null)).add("Uploads", EmbeddedLine.COUNT, 1);
    }

    /** CloudWatch has calls, durations and errors of its own. */
    @Override
    public void answered(String path, int status, Duration time) {}

    private EmbeddedLine line(Key key) {
        EmbeddedLine line = lines.get(key);
        if (line != null && line.isFull()) {
            full.add(line);
            line = null;
        }
        if (line == null) {
            line = new EmbeddedLine(key.dimension(), key.value(), key.model());
            lines.put(key, line);
        }
        return line;
    }

    /**
     * What has come together since the last time, as lines of text with a line break after each; empty when nothing has.
     *
     * @param request what the invocation is called in the log
     */
    public synchronized String take(String request) {
        if (lines.isEmpty()) {
            return "";
        }
        long now = System.currentTimeMillis();
        StringBuilder text = new StringBuilder();
        full.forEach(line -> text.append(line.json(now, request)).append('\n'));
        lines.values().forEach(line -> text.append(line.json(now, request)).append('\n'));
        full.clear();
        lines.clear();
        return text.toString();
    }
}
