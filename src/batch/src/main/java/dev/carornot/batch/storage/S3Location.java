package dev.carornot.batch.storage;

import dev.carornot.batch.failure.UserException;
import java.io.Serializable;

/**
 * A key or a prefix in a bucket, of any characters: {@code s3://bucket/a key.jpg}.
 *
 * @param key empty for the whole bucket
 */
public record S3Location(String bucket, String key) implements Serializable {
    private static final String SCHEME = "s3://";

    /** Whether it is read through the SDK; {@code s3a://} is Hadoop's. */
    public static boolean matches(String location) {
        return location.startsWith(SCHEME);
    }

    /**
     * Takes a location apart.
     *
     * @throws UserException when it names no bucket
     */
    public static S3Location parse(String location) {
        String rest = location.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (bucket.isEmpty()) {
            throw new UserException("'" + location + "' names no bucket; write s3://<bucket>/<prefix>.");
        }
        return new S3Location(bucket, slash < 0 ? "" : rest.substring(slash + 1));
    }

    /** A prefix taken for a folder: with a slash at its end, or empty. */
    public S3Location folder() {
        return key.isEmpty() || key.endsWith("/") ? this : new S3Location(bucket, key + "/");
    }

    /** A key in the folder. */
    public S3Location child(String name) {
        return new S3Location(bucket, folder().key() + name);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + (key.isEmpty() ? "" : "/" + key);
    }
}
