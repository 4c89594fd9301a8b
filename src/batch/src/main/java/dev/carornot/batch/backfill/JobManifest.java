package dev.carornot.batch.backfill;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.s3.S3Objects;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The list of objects that a job works through: {@code bucket,key}, keys in URL encoding, as S3 Batch Operations wants them. */
public final class JobManifest {
    private static final String TYPE = "text/csv";
    /** Bytes of a photograph's line, as a rule; a larger manifest must be an S3 Inventory. */
    private static final long MOST_BYTES = 1_000_000_000;

    private JobManifest() {}

    /**
     * What was written.
     *
     * @param place the manifest
     * @param etag its ETag, which the job is told
     * @param objects how many it lists
     */
    public record Written(S3Location place, String etag, long objects) {}

    /**
     * Lists a prefix and writes the manifest; folders' markers are left out.
     *
     * @throws dev.carornot.classifier.artifact.ArtifactException when the bucket cannot be listed or written
     */
    public static Written write(S3Location photographs, S3Location place, S3Objects s3) throws IOException {
        StringBuilder lines = new StringBuilder();
        long[] count = {0};
        S3Location folder = photographs.folder();
        s3.list(folder.bucket(), folder.key(), object -> {
            if (object.key().endsWith("/") || lines.length() > MOST_BYTES) {
                return;
            }
            lines.append(CsvLine.quoted(folder.bucket()))
                    .append(',')
                    .append(CsvLine.quoted(encoded(object.key())))
                    .append('\n');
            count[0]++;
        });
        if (lines.length() > MOST_BYTES) {
            throw new UserException("The manifest of '" + photographs
                    + "' would have more than 1 GB; give S3 Batch Operations an S3 Inventory.");
        }
        s3.write(place.bucket(), place.key(), lines.toString().getBytes(StandardCharsets.UTF_8), TYPE);
        String[] etag = {""};
        s3.list(place.bucket(), place.key(), object -> {
            if (object.key().equals(place.key())) {
                etag[0] = object.revision().substring(S3Objects.ETAG.length());
            }
        });
        return new Written(place, etag[0], count[0]);
    }

    /** As S3 does it: slashes stay, blanks are {@code +}. */
    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
