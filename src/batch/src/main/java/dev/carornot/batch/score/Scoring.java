package dev.carornot.batch.score;

import dev.carornot.batch.executor.DriverModel;
import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.executor.ModelReference;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.listing.Listing;
import dev.carornot.batch.listing.TableListing;
import dev.carornot.batch.plan.Plan;
import dev.carornot.batch.result.ModelIdentity;
import dev.carornot.batch.result.ResultRow;
import dev.carornot.batch.result.ResultTable;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Scores listings. For the driver; one run at a time. */
public final class Scoring {
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    /** So that two runs of one second are two. */
    private static final int SUFFIX = 6;

    private static final String PLANS = "plans";

    private final SparkSession spark;
    private final StorageSettings settings;

    public Scoring(SparkSession spark, StorageSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Gives a verdict to each photograph of the listing that has none of this model yet.
     *
     * @throws UserException when the model, the listing or the results' folder cannot be used
     */
    public ScoreReport run(ScoreRequest request) {
        Storage storage = ExecutorResources.shared().storage(settings);
        ModelReference model = DriverModel.find(request.model(), request.trust(), storage, spark.sparkContext());
        String run = RUN.format(Clock.systemUTC().instant()) + "-"
                + UUID.randomUUID().toString().substring(0, SUFFIX);
        try {
            String out = qualified(request.out(), storage);
            Folder folder = Folder.of(out, storage);
            ResultTable table = new ResultTable(folder);
            Dataset<Row> listed = listing(request, storage).dropDuplicates(Listing.PATH, Listing.VERSION);
            List<String> parts = table.parts(model.identity());
            Dataset<Row> missing = parts.isEmpty() ? listed : without(listed, parts, model.identity(), out);
            Plan plan = Plan.write(missing, folder.child(PLANS).child(run).toString(), settings);
            long before = parts.isEmpty() ? 0 : listed.count() - plan.size();
            long start = System.nanoTime();
            List<PartReport> reports = score(plan, model, out, run);
            return ScoreReport.of(
                    model.identity(),
                    before,
                    reports,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    table.results(),
                    table.failures());
        } catch (IOException e) {
            throw new UserException("The folder '" + request.out() + "' cannot be used: " + e.getMessage(), e);
        }
    }

    private static String qualified(String out, Storage storage) throws IOException {
        return S3Location.matches(out) ? out : storage.path(out).toString();
    }

    private Dataset<Row> listing(ScoreRequest request, Storage storage) {
        return request.table() == null
                ? Listing.under(request.photographs(), storage, settings, spark)
                : TableListing.of(request.table(), spark);
    }

    /** An anti-join: what has a final row of this model is done. */
    private Dataset<Row> without(Dataset<Row> listed, List<String> parts, ModelIdentity model, String out) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        StorageSettings reach = settings;
        StructType key = Listing.SCHEMA;
        Dataset<Row> done = spark.createDataFrame(
                        context.parallelize(parts, Math.min(parts.size(), context.defaultParallelism() * 4))
                                .flatMap(part -> done(part, model, out, reach).iterator()),
                        key)
                .select(Listing.PATH, Listing.VERSION);
        return listed.join(
                done,
                listed.col(Listing.PATH)
                        .equalTo(done.col(Listing.PATH))
                        .and(listed.col(Listing.VERSION).equalTo(done.col(Listing.VERSION))),
                "left_anti");
    }

    private static List<Row> done(String part, ModelIdentity model, String out, StorageSettings settings)
            throws IOException {
        Storage storage = ExecutorResources.shared().storage(settings);
        List<Row> keys = new ArrayList<>();
        for (ResultRow row : new ResultTable(Folder.of(out, storage)).read(part)) {
            if (row.model().digest().equals(model.digest())) {
                keys.add(RowFactory.create(row.path(), row.version(), 0L));
            }
        }
        return keys;
    }

    private List<PartReport> score(Plan plan, ModelReference model, String out, String run) {
        if (plan.parts().isEmpty()) {
            return List.of();
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Counters counters = new Counters(spark.sparkContext());
        return context.parallelize(plan.parts(), plan.parts().size())
                .map(new ScoreTask(plan, model, out, run, settings, counters))
                .collect();
    }
}
