package dev.carornot.batch.cli;

import dev.carornot.batch.executor.ExecutorLifecycle;
import dev.carornot.batch.storage.StorageSettings;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where a command's work is done. */
final class SparkOptions {
    private static final String MASTER = "spark.master";
    private static final String LOCAL = "local";
    private static final String EVERY_CORE = "local[*]";
    private static final String SHUFFLE = "spark.sql.shuffle.partitions";
    private static final int PARTITIONS_PER_CORE = 4;
    /** Set by the launcher: the jars beside it, with commas between them. */
    private static final String JARS = "carornot.jars";

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "The cluster, e.g. spark://host:7077 (default: what spark-submit says, else local[*], which is all cores of"
                            + " this machine).")
    private String master;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "A server other than AWS's that speaks S3's protocol, e.g. http://host:9000 (default:"
                    + " AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL).")
    private String endpoint;

    /** A session, which the caller closes; one that is there already is taken as it is. */
    SparkSession open() {
        SparkSession.Builder builder = SparkSession.builder()
                .appName(CarOrNotBatch.NAME)
                .config("spark.plugins", ExecutorLifecycle.class.getName());
        if (master != null) {
            builder.master(master);
        } else if (System.getProperty(MASTER) == null) {
            builder.master(EVERY_CORE);
        }
        String jars = System.getProperty(JARS);
        if (jars != null && master != null && !master.startsWith(LOCAL)) {
            // What executors load besides Spark; spark-submit is told by its own option.
            builder.config("spark.jars", jars);
        }
        SparkSession spark = builder.getOrCreate();
        if (spark.sparkContext().isLocal() && !spark.sparkContext().conf().contains(SHUFFLE)) {
            // Spark's 200 are for a cluster: on one machine most of a small run would be empty tasks.
            spark.conf()
                    .set(
                            SHUFFLE,
                            (long) PARTITIONS_PER_CORE * spark.sparkContext().defaultParallelism());
        }
        return spark;
    }

    StorageSettings settings(SparkSession spark) {
        return new StorageSettings(spark.sparkContext().hadoopConfiguration(), endpoint);
    }
}
