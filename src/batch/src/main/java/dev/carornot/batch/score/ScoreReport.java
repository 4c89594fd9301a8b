package dev.carornot.batch.score;

import dev.carornot.batch.result.ModelIdentity;
import dev.carornot.batch.result.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run ended.
 *
 * @param model which model spoke
 * @param before photographs of the listing that had a result already
 * @param verdicts how many of each, in this run
 * @param reasons how many were refused, or failed, for each reason
 * @param millis the time of the scoring, without listing
 * @param busyMillis the time of all tasks; each has one core
 * @param peakBytes the most memory that each executor's process has taken, by its name
 * @param failure what was said of one that failed; null where none did
 * @param results where the rows are
 * @param failures where the rows of those that failed are
 */
public record ScoreReport(
        ModelIdentity model,
        long before,
        Map<String, Long> verdicts,
        Map<String, Long> reasons,
        long millis,
        long busyMillis,
        Map<String, Long> peakBytes,
        String failure,
        String results,
        String failures) {
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double MIB = 1 << 20;

    static ScoreReport of(
            ModelIdentity model, long before, List<PartReport> parts, long millis, String results, String failures) {
        Map<String, Long> verdicts = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        Map<String, Long> peaks = new TreeMap<>();
        long busy = 0;
        String failure = null;
        for (PartReport part : parts) {
            part.verdicts().forEach((verdict, count) -> verdicts.merge(verdict, count, Long::sum));
            part.reasons().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
            peaks.merge(part.executor(), part.peakBytes(), Math::max);
            busy += part.busyMillis();
            failure = part.failure() == null ? failure : part.failure();
        }
        return new ScoreReport(model, before, verdicts, reasons, millis, busy, peaks, failure, results, failures);
    }

    /** How many photographs were worked on. */
    public long photographs() {
        return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many have no result yet. */
    public long failed() {
        return verdicts.getOrDefault(ResultRow.FAILED, 0L);
    }

    /** Photographs a second, of all cores together. */
    public double perSecond() {
        return millis == 0 ? 0 : photographs() * MILLIS_PER_SECOND / millis;
    }

    /** Photographs a second and core, while the core had something to do. */
    public double perSecondAndCore() {
        return busyMillis == 0 ? 0 : photographs() * MILLIS_PER_SECOND / busyMillis;
    }

    /** A table for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%s %s: %,d photographs scored, %,d had a result before",
                model.name(), model.version(), photographs(), before));
        verdicts.forEach((verdict, count) -> lines.add(String.format("  %-28s %,12d", verdict, count)));
        reasons.forEach(
                (reason, count) -> lines.add(String.format("    %-26s %,12d", reason.toLowerCase(Locale.ROOT), count)));
        if (photographs() > 0) {
            lines.add(String.format(Locale.ROOT, "  %-28s %12.1f", "photographs a second", perSecond()));
            lines.add(String.format(Locale.ROOT, "  %-28s %12.1f", "  and core", perSecondAndCore()));
            peakBytes.forEach((executor, bytes) -> lines.add(
                    String.format(Locale.ROOT, "  %-28s %8.0f MiB", "memory of executor " + executor, bytes / MIB)));
        }
        lines.add("Results: " + results);
        if (failed() > 0) {
            lines.add(failed() + " could not be read or looked at and will be tried again by the next run: " + failures
                    + " (one of them is " + failure + ")");
        }
        return lines;
    }
}
