package dev.carornot.batch.plan;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.listing.Listing;
import dev.carornot.batch.photograph.Photograph;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.StorageSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The work of a run, written down.
 *
 * @param location the folder that holds the parts' files
 * @param parts the heaviest first
 */
public record Plan(String location, List<Part> parts) implements Serializable {
    /**
     * Cuts and writes.
     *
     * @param photographs rows of {@link Listing#SCHEMA}
     * @param location a folder of this run alone; need not exist yet
     */
    public static Plan write(Dataset<Row> photographs, String location, StorageSettings settings) {
        Dataset<Row> listed = photographs.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Row total = listed.agg(count(lit(1)), sum(Listing.BYTES)).first();
            if (total.getLong(0) == 0) {
                return new Plan(location, List.of());
            }
            int slots = listed.sparkSession().sparkContext().defaultParallelism();
            // Of what the listing says nothing the estimate is below, and the parts smaller.
            long weight = total.getLong(0) * Weights.of(0) + Math.max(0, total.getLong(1));
            long target = Weights.target(weight, slots);
            JavaRDD<Row> rows = listed.toJavaRDD();
            // Each partition ends with a part that may be small: no more partitions than there should be parts.
            int partitions = Math.toIntExact(Math.min(rows.getNumPartitions(), weight / target + 1));
            List<Part> parts = new ArrayList<>(rows.coalesce(partitions)
                    .mapPartitions(some -> cut(some, target, location, settings))
                    .collect());
            parts.sort(Comparator.comparingLong(Part::weight).reversed());
            return new Plan(location, List.copyOf(parts));
        } finally {
            listed.unpersist();
        }
    }

    private static Iterator<Part> cut(Iterator<Row> rows, long target, String location, StorageSettings settings)
            throws IOException {
        Folder folder = Folder.of(location, ExecutorResources.shared().storage(settings));
        // The driver takes the parts of one attempt, and never looks into the folder: what another left there is
        // nobody's.
        String attempt = String.valueOf(TaskContext.get().taskAttemptId());
        List<Part> parts = new ArrayList<>();
        List<Photograph> gathered = new ArrayList<>();
        long weight = 0;
        while (rows.hasNext()) {
            Photograph photograph = Listing.photograph(rows.next());
            gathered.add(photograph);
            weight += Weights.of(photograph.bytes());
            if (weight >= target || !rows.hasNext()) {
                Part part = new Part(attempt + "-" + parts.size(), gathered.size(), weight);
                folder.create(part.name() + ".parquet", PartFile.write(gathered));
                parts.add(part);
                gathered.clear();
                weight = 0;
            }
        }
        return parts.iterator();
    }

    /** The photographs of a part. */
    public List<Photograph> photographs(Part part, StorageSettings settings) throws IOException {
        return PartFile.read(Folder.of(location, ExecutorResources.shared().storage(settings))
                .read(part.name() + ".parquet"));
    }

    /** How many photographs there are in all. */
    public long size() {
        return parts.stream().mapToLong(Part::photographs).sum();
    }

    /** The same without its parts, for those who are told which is theirs. */
    public Plan withoutParts() {
        return new Plan(location, List.of());
    }
}
