package dev.carornot.batch.features;

import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.executor.Slots;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.listing.Listing;
import dev.carornot.batch.listing.TableListing;
import dev.carornot.batch.plan.Plan;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Computes features of the photographs of a table. For the driver; one run at a time. */
public final class FeatureExtraction {
    /** Of the files that it writes: records of {@link dev.carornot.classifier.feature.FeatureRecords}, one after the other, no header. */
    public static final String SUFFIX = ".features";

    private static final String PLAN = "plan";

    private final SparkSession spark;
    private final StorageSettings settings;

    public FeatureExtraction(SparkSession spark, StorageSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Computes and writes.
     *
     * @param table lists photographs by path; their version is the SHA-256 of their bytes
     * @param out a new folder
     * @throws UserException when the backbone, the table or the folder cannot be used
     */
    public FeatureReport run(Backbone backbone, String table, String out) {
        Storage storage = ExecutorResources.shared().storage(settings);
        SparkContext context = spark.sparkContext();
        try {
            String place = S3Location.matches(out) ? out : storage.path(out).toString();
            Dataset<Row> listed = TableListing.of(table, spark).dropDuplicates(Listing.VERSION);
            Plan plan = Plan.write(listed, Folder.of(place, storage).child(PLAN).toString(), settings);
            if (plan.parts().isEmpty()) {
                return new FeatureReport(0, List.of());
            }
            String sent = context.isLocal() ? null : send(backbone, context);
            return FeatureReport.of(JavaSparkContext.fromSparkContext(context)
                    .parallelize(plan.parts(), plan.parts().size())
                    .map(new FeatureTask(plan, backbone, sent, Slots.of(context), place, settings))
                    .collect());
        } catch (IOException e) {
            throw new UserException("The folder '" + out + "' cannot be used: " + e.getMessage(), e);
        }
    }

    private static String send(Backbone backbone, SparkContext context) {
        Path file = Path.of(backbone.file()).toAbsolutePath();
        context.addFile(file.toUri().toString());
        return String.valueOf(file.getFileName());
    }
}
