package dev.carornot.batch.executor;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** How much an executor does at once. Stateless and thread-safe. */
public final class Slots {
    private Slots() {}

    /** Tasks that an executor runs at once; 1 or more. */
    public static int of(SparkContext spark) {
        SparkConf conf = spark.conf();
        int perTask = conf.getInt("spark.task.cpus", 1);
        int cores = spark.isLocal()
                ? spark.defaultParallelism()
                : conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
        return Math.max(1, cores / perTask);
    }
}
