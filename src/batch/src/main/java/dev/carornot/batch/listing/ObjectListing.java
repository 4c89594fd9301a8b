package dev.carornot.batch.listing;

import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.photograph.Photograph;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import dev.carornot.s3.S3Objects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Lists a prefix of a bucket. */
final class ObjectListing {
    private ObjectListing() {}

    static JavaRDD<Photograph> of(S3Location place, Storage storage, StorageSettings settings, SparkSession spark) {
        S3Location folder = place.folder();
        List<Photograph> here = new ArrayList<>();
        List<String> prefixes;
        try {
            prefixes = storage.s3().level(folder.bucket(), folder.key(), object -> add(folder, object, here));
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        JavaRDD<Photograph> objects = context.parallelize(here);
        if (prefixes.isEmpty()) {
            return objects;
        }
        return objects.union(context.parallelize(prefixes, Math.min(prefixes.size(), Listing.MOST_TASKS))
                .flatMap(prefix -> list(new S3Location(folder.bucket(), prefix), settings)));
    }

    private static Iterator<Photograph> list(S3Location prefix, StorageSettings settings) throws IOException {
        List<Photograph> found = new ArrayList<>();
        ExecutorResources.shared()
                .storage(settings)
                .s3()
                .list(prefix.bucket(), prefix.key(), object -> add(prefix, object, found));
        return found.iterator();
    }

    private static void add(S3Location folder, S3Objects.Listed object, List<Photograph> found) {
        String key = object.key();
        boolean litter = key.endsWith("/");
        for (String part : key.substring(folder.key().length()).split("/", -1)) {
            litter |= Litter.is(part);
        }
        if (!litter) {
            found.add(
                    new Photograph(new S3Location(folder.bucket(), key).toString(), object.revision(), object.bytes()));
        }
    }
}
