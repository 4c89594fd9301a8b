package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prefix in a bucket: {@code s3://bucket} or {@code s3://bucket/a/b}.
 *
 * @param bucket its name
 * @param prefix without a slash at either end; empty for the whole bucket
 */
record S3Address(String bucket, String prefix) {
    static final String SCHEME = "s3";
    static final String FORM = "s3://<bucket>/<prefix>";

    /** A bucket's name by S3's rules, as far as they can be seen; a key's parts are ours to choose, so no odd ones. */
    private static final Pattern LOCATION =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9!_.*'()=+@-]+)*)/?");

    /** @throws ArtifactException when it is malformed */
    static S3Address parse(String location) throws ArtifactException {
        Matcher matcher = LOCATION.matcher(location);
        if (!matcher.matches()) {
            throw new ArtifactException("'" + location + "' is malformed; write " + FORM
                    + ", with a bucket's name of 3 to 63 a-z, 0-9, '.' and '-', and a prefix without blanks, escapes or"
                    + " empty parts.");
        }
        String prefix = matcher.group(2);
        return new S3Address(matcher.group(1), prefix.isEmpty() ? "" : prefix.substring(1));
    }

    /** The prefix of what lies below, with a slash at its end, or empty. */
    String below() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    /** A place right below. */
    S3Address child(String name) {
        return new S3Address(bucket, below() + name);
    }

    /** The place around this one; of a whole bucket, itself. */
    S3Address parent() {
        int slash = prefix.lastIndexOf('/');
        return new S3Address(bucket, slash < 0 ? "" : prefix.substring(0, slash));
    }

    /** The last part of the prefix; empty for a whole bucket. */
    String name() {
        return prefix.substring(prefix.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
