package dev.carornot.function.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3: {@code s3://bucket/prefix/}.
 *
 * @param prefix what keys there begin with; empty for the whole bucket, otherwise with a slash at its end
 */
public record S3Folder(String bucket, String prefix) {
    /** Names as "Bucket naming rules" in the S3 user guide have them: 3 to 63 of these. */
    private static final Pattern LOCATION = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

    /**
     * Reads a place.
     *
     * @throws IllegalArgumentException when it is none; the message is one sentence
     */
    public static S3Folder parse(String location) {
        Matcher matcher = LOCATION.matcher(location);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + location + "' is no place in S3; write s3://bucket/prefix/.");
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2);
        if (prefix.startsWith("/") || prefix.contains("//")) {
            throw new IllegalArgumentException(
                    "'" + location + "' has an empty folder in its prefix; write s3://bucket/prefix/.");
        }
        return new S3Folder(matcher.group(1), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
