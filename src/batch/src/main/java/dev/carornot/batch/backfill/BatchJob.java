package dev.carornot.batch.backfill;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.storage.S3Location;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job of S3 Batch Operations that calls the upload function for each object of a manifest and reports on every task.
 *
 * @param manifest what was written
 * @param function ARN of the upload function; names partition, region and account
 * @param role ARN of the role that S3 takes on
 * @param account number of the AWS account
 * @param reports where the completion report goes
 * @param token one for each job: S3 creates no second job for the same
 */
public record BatchJob(
        JobManifest.Written manifest, String function, String role, String account, S3Location reports, String token) {
    private static final Pattern FUNCTION =
            Pattern.compile("arn:(aws[a-z-]*):lambda:([a-z0-9-]+):(\\d{12}):function:[A-Za-z0-9-_:$.]+");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/\\S+");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    public BatchJob {
        if (!FUNCTION.matcher(function).matches()) {
            throw new UserException(
                    "'" + function
                            + "' is no function; write arn:aws:lambda:<region>:<account>:function:<name>, with an alias or not.");
        }
        if (!ROLE.matcher(role).matches()) {
            throw new UserException("'" + role + "' is no role; write arn:aws:iam::<account>:role/<name>.");
        }
        if (!ACCOUNT.matcher(account).matches()) {
            throw new UserException("'" + account + "' is no AWS account; it has twelve digits.");
        }
    }

    /** The account that a function belongs to; as it is where it is none. */
    public static String accountOf(String function) {
        Matcher arn = FUNCTION.matcher(function);
        return arn.matches() ? arn.group(3) : function;
    }

    /** Where the job runs. */
    String region() {
        return part(2);
    }

    private String partition() {
        return part(1);
    }

    private String part(int group) {
        Matcher arn = FUNCTION.matcher(function);
        if (!arn.matches()) {
            throw new IllegalStateException("It was looked at before.");
        }
        return arn.group(group);
    }

    private String bucket(S3Location place) {
        return "arn:" + partition() + ":s3:::" + place.bucket();
    }

    private String prefix() {
        return reports.key().replaceAll("/+$", "");
    }

    /** The call that creates it, for a shell. */
    public String call() {
        return String.format(
                Locale.ROOT,
                "aws s3control create-job --region %s --account-id %s --no-confirmation-required --priority 10 --role-arn %s \\%n"
                        + "    --client-request-token %s \\%n"
                        + "    --operation '{\"LambdaInvoke\":{\"FunctionArn\":\"%s\",\"InvocationSchemaVersion\":\"2.0\"}}' \\%n"
                        + "    --manifest '{\"Spec\":{\"Format\":\"S3BatchOperations_CSV_20180820\",\"Fields\":[\"Bucket\",\"Key\"]},"
                        + "\"Location\":{\"ObjectArn\":\"%s/%s\",\"ETag\":\"%s\"}}' \\%n"
                        + "    --report '{\"Bucket\":\"%s\",%s\"Format\":\"Report_CSV_20180820\",\"Enabled\":true,"
                        + "\"ReportScope\":\"AllTasks\"}'",
                region(),
                account,
                role,
                token,
                function,
                bucket(manifest.place()),
                manifest.place().key().replace("'", "'\\''"),
                manifest.etag(),
                bucket(reports),
                prefix().isEmpty() ? "" : "\"Prefix\":\"" + prefix().replace("'", "'\\''") + "\",");
    }

    /** The same as the body of the request, in the order of S3 Control's documentation. */
    String xml() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<CreateJobRequest xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\">"
                + element("ConfirmationRequired", "false")
                + "<Operation><LambdaInvoke>"
                + element("FunctionArn", function)
                + element("InvocationSchemaVersion", "2.0")
                + "</LambdaInvoke></Operation><Report>"
                + element("Bucket", bucket(reports))
                + element("Format", "Report_CSV_20180820")
                + element("Enabled", "true")
                + (prefix().isEmpty() ? "" : element("Prefix", prefix()))
                + element("ReportScope", "AllTasks")
                + "</Report>"
                + element("ClientRequestToken", token)
                + "<Manifest><Spec>"
                + element("Format", "S3BatchOperations_CSV_20180820")
                + "<Fields><member>Bucket</member><member>Key</member></Fields></Spec><Location>"
                + element(
                        "ObjectArn",
                        bucket(manifest.place()) + "/" + manifest.place().key())
                + element("ETag", manifest.etag())
                + "</Location></Manifest>"
                + element("Priority", "10")
                + element("RoleArn", role)
                + "</CreateJobRequest>";
    }

    private static String element(String name, String text) {
        return "<" + name + ">"
                + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</" + name + ">";
    }
}
