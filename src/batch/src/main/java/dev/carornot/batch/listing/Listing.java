package dev.carornot.batch.listing;

import dev.carornot.batch.photograph.Photograph;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Lists photographs as rows of {@link #SCHEMA}. Spark's own {@code binaryFile} would do for folders, but takes names with an
 * underscore in front ({@code _DSC0001.JPG}) for its own, and knows neither ETags nor S3 without Hadoop's libraries.
 */
public final class Listing {
    public static final String PATH = "path";
    public static final String VERSION = "version";
    public static final String BYTES = "bytes";

    public static final StructType SCHEMA = new StructType(new StructField[] {
        new StructField(PATH, DataTypes.StringType, false, Metadata.empty()),
        new StructField(VERSION, DataTypes.StringType, false, Metadata.empty()),
        new StructField(BYTES, DataTypes.LongType, false, Metadata.empty())
    });

    /** Tasks of one listing: enough for any cluster. */
    static final int MOST_TASKS = 1_000;

    private Listing() {}

    /**
     * What lies under a folder or a prefix; each folder in it is listed by a task of its own. Left out are files and folders
     * whose names begin with a dot, and what Windows leaves.
     *
     * @param location a path that Hadoop understands, or {@code s3://bucket/prefix}
     * @throws dev.carornot.batch.failure.UserException when it cannot be listed
     */
    public static Dataset<Row> under(String location, Storage storage, StorageSettings settings, SparkSession spark) {
        JavaRDD<Photograph> found = S3Location.matches(location)
                ? ObjectListing.of(S3Location.parse(location), storage, settings, spark)
                : FileListing.of(location, storage, settings, spark);
        return spark.createDataFrame(found.map(Listing::row), SCHEMA);
    }

    private static Row row(Photograph photograph) {
        return RowFactory.create(photograph.path(), photograph.version(), photograph.bytes());
    }

    /** The photograph of a row. */
    public static Photograph photograph(Row row) {
        return new Photograph(row.getString(0), row.getString(1), row.getLong(2));
    }
}
