package dev.carornot.batch.score;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** What Spark's page and its metrics show while a run goes on. Of attempts that fail Spark counts nothing. */
final class Counters implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LongAccumulator classified;
    private final LongAccumulator refused;
    private final LongAccumulator failed;
    private final LongAccumulator bytes;
    private final LongAccumulator waitingMillis;
    private final LongAccumulator classifyingMillis;

    Counters(SparkContext spark) {
        classified = spark.longAccumulator("photographs classified");
        refused = spark.longAccumulator("photographs refused");
        failed = spark.longAccumulator("photographs failed");
        bytes = spark.longAccumulator("bytes read");
        waitingMillis = spark.longAccumulator("milliseconds waiting for photographs");
        classifyingMillis = spark.longAccumulator("milliseconds decoding and in the network");
    }

    LongAccumulator classified() {
        return classified;
    }

    LongAccumulator refused() {
        return refused;
    }

    LongAccumulator failed() {
        return failed;
    }

    LongAccumulator bytes() {
        return bytes;
    }

    LongAccumulator waitingMillis() {
        return waitingMillis;
    }

    LongAccumulator classifyingMillis() {
        return classifyingMillis;
    }
}
