package dev.carornot.batch.listing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.photograph.Photograph;
import dev.carornot.s3.S3Objects;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Photographs that a table lists: Parquet, or CSV with a header. Its columns are {@code path}, and, where it has them, {@code version}
 * and {@code bytes}; or those of an S3 Inventory in Parquet: {@code bucket}, {@code key}, {@code version_id} or {@code e_tag}, {@code
 * size}, of which what is not the latest version and delete markers are left out.
 */
public final class TableListing {
    private TableListing() {}

    /**
     * Reads a table as rows of {@link Listing#SCHEMA}.
     *
     * @param location a file or a folder that Spark reads
     * @throws UserException when it cannot be read or names no photographs
     */
    public static Dataset<Row> of(String location, SparkSession spark) {
        Dataset<Row> table = read(location, spark);
        Set<String> columns = new HashSet<>(Arrays.asList(table.columns()));
        if (columns.contains("is_latest")) {
            table = table.filter(coalesce(col("is_latest"), lit(true)));
        }
        if (columns.contains("is_delete_marker")) {
            table = table.filter(coalesce(col("is_delete_marker"), lit(false)).equalTo(false));
        }
        return table.select(
                        path(location, columns).cast("string").as(Listing.PATH),
                        version(columns).as(Listing.VERSION),
                        bytes(columns).as(Listing.BYTES))
                .filter(col(Listing.PATH).isNotNull());
    }

    private static Dataset<Row> read(String location, SparkSession spark) {
        String name = location.toLowerCase(Locale.ROOT);
        try {
            return name.endsWith(".csv") || name.endsWith(".csv.gz")
                    // RFC 4180: a quote inside quotes is doubled.
                    ? spark.read().option("header", true).option("escape", "\"").csv(location)
                    : spark.read().parquet(location);
        } catch (Exception e) {
            // Scala throws what it does not declare.
            throw new UserException(
                    "The table '" + location + "' cannot be read ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "); name a Parquet file or folder, or a .csv with a header.",
                    e);
        }
    }

    private static Column path(String location, Set<String> columns) {
        if (columns.contains("path")) {
            return col("path");
        }
        if (columns.containsAll(List.of("bucket", "key"))) {
            return concat(lit("s3://"), col("bucket"), lit("/"), col("key"));
        }
        throw new UserException("The table '" + location
                + "' names no photographs: it has neither a column 'path' nor 'bucket' and 'key'.");
    }

    private static Column version(Set<String> columns) {
        Column version = lit(null).cast("string");
        for (String name : List.of("version", "version_id")) {
            if (columns.contains(name)) {
                version = coalesce(version, col(name).cast("string"));
            }
        }
        if (columns.contains("e_tag")) {
            version = coalesce(version, concat(lit(S3Objects.ETAG), col("e_tag")));
        }
        return coalesce(version, lit(""));
    }

    private static Column bytes(Set<String> columns) {
        Column bytes = lit(null).cast("long");
        for (String name : List.of("bytes", "size")) {
            if (columns.contains(name)) {
                bytes = coalesce(bytes, col(name).cast("long"));
            }
        }
        return coalesce(bytes, lit(Photograph.UNKNOWN));
    }
}
