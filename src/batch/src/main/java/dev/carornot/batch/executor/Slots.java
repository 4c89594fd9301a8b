package dev.carornot.batch.executor;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** How much an executor does at once. Stateless and thread-safe. */
public final class Slots {
    private static final String CORES = "spark.executor.cores";
    /** Where nothing else is said an executor has every core of its worker; elsewhere it has one. */
    private static final String STAND_ALONE = "spark://";

    private static final String STAND_ALONE_IN_TESTS = "local-cluster";

    /** As many as the executor's machine has cores: the driver cannot know. */
    static final int ALL = 0;

    private Slots() {}

    /** Tasks that an executor runs at once, as far as the driver knows; executors make a number of it by {@link #here}. */
    public static int of(SparkContext spark) {
        return of(spark.conf(), spark.master(), spark.isLocal() ? spark.defaultParallelism() : 1);
    }

    static int of(SparkConf conf, String master, int local) {
        int perTask = conf.getInt("spark.task.cpus", 1);
        if (conf.contains(CORES)) {
            return Math.max(1, conf.getInt(CORES, 1) / perTask);
        }
        boolean all = master.startsWith(STAND_ALONE) || master.startsWith(STAND_ALONE_IN_TESTS);
        return all ? ALL : Math.max(1, local / perTask);
    }

    /** Tasks that this executor runs at once; 1 or more. */
    public static int here(int slots) {
        return slots == ALL ? Runtime.getRuntime().availableProcessors() : slots;
    }
}
