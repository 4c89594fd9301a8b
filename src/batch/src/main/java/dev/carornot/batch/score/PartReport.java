package dev.carornot.batch.score;

import dev.carornot.batch.result.ResultRow;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a part ended.
 *
 * @param verdicts how many of each
 * @param reasons how many were refused, or failed, for each reason
 * @param busyMillis the time that its task took
 * @param executor which executor it ran on
 * @param peakBytes the most memory that this executor's process has had so far; 0 where the system does not tell
 * @param failure what was said of one that failed; null where none did
 */
record PartReport(
        Map<String, Long> verdicts,
        Map<String, Long> reasons,
        long busyMillis,
        String executor,
        long peakBytes,
        String failure)
        implements Serializable {
    static PartReport of(List<ResultRow> rows, long busyMillis, String executor, long peakBytes) {
        Map<String, Long> verdicts = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        String failure = null;
        for (ResultRow row : rows) {
            verdicts.merge(row.verdict(), 1L, Long::sum);
            if (row.reason() != null) {
                reasons.merge(row.reason(), 1L, Long::sum);
            }
            if (row.verdict().equals(ResultRow.FAILED)) {
                failure = row.path() + ": " + row.message();
            }
        }
        return new PartReport(verdicts, reasons, busyMillis, executor, peakBytes, failure);
    }
}
