package dev.carornot.batch.photograph;

import java.io.Serializable;

/**
 * A photograph as a listing tells of it.
 *
 * @param path {@code s3://bucket/key}, or a path that Hadoop understands
 * @param version which contents: of a file {@code <bytes>-<milliseconds since 1970 of its last change>}, of an object {@code etag:} and its
 *     ETag, or its version in a bucket that keeps them; empty where the listing does not say
 * @param bytes how many it has; {@link #UNKNOWN} where the listing does not say
 */
public record Photograph(String path, String version, long bytes) implements Serializable {
    public static final long UNKNOWN = -1;
}
