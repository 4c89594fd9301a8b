package dev.carornot.batch.backfill;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.s3.S3Objects;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

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

    /**
     * The call that creates the job, for a shell.
     *
     * @param function ARN of the upload function
     * @param role ARN of the role that S3 takes on
     * @param account number of the AWS account
     * @param reports where the completion report goes
     */
    public static String call(
            Written manifest, String function, String role, String account, S3Location reports, String token) {
        String prefix = reports.key().replaceAll("/+$", "");
        return String.format(
                Locale.ROOT,
                "aws s3control create-job --account-id %s --no-confirmation-required --priority 10 --role-arn %s \\%n"
                        + "    --client-request-token %s \\%n"
                        + "    --operation '{\"LambdaInvoke\":{\"FunctionArn\":\"%s\",\"InvocationSchemaVersion\":\"2.0\"}}' \\%n"
                        + "    --manifest '{\"Spec\":{\"Format\":\"S3BatchOperations_CSV_20180820\",\"Fields\":[\"Bucket\",\"Key\"]},"
                        + "\"Location\":{\"ObjectArn\":\"arn:aws:s3:::%s/%s\",\"ETag\":\"%s\"}}' \\%n"
                        + "    --report '{\"Bucket\":\"arn:aws:s3:::%s\",%s\"Format\":\"Report_CSV_20180820\",\"Enabled\":true,"
                        + "\"ReportScope\":\"AllTasks\"}'",
                account,
                role,
                token,
                function,
                manifest.place().bucket(),
                manifest.place().key(),
                manifest.etag(),
                reports.bucket(),
                prefix.isEmpty() ? "" : "\"Prefix\":\"" + prefix + "\",");
    }
}
