package dev.carornot.function.s3event;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** One record of an S3 notification, or one task of S3 Batch Operations, as far as uploads are concerned. */
public sealed interface S3Record {
    /**
     * An object that is to be looked at.
     *
     * @param key decoded
     * @param version null where the bucket keeps no versions, or none was named
     * @param size in bytes as the event has it; 0 where it does not say
     * @param eTag of the contents that the event is about; null where it does not say
     * @param sequencer null where it does not say
     * @param again whether an outcome by another model is to be replaced: batch operations are asked for, notifications happen
     */
    record Upload(String bucket, String key, String version, long size, String eTag, Sequencer sequencer, boolean again)
            implements S3Record {}

    /**
     * Nothing to do.
     *
     * @param why a sentence for the log
     */
    record Other(String why) implements S3Record {}

    /**
     * Not to be understood, and it will not be the next time.
     *
     * @param why one sentence
     */
    record Unreadable(String why) implements S3Record {}

    /** Reads one element of a notification's {@code Records}. */
    static S3Record ofNotification(JsonNode record) {
        String event = record.path("eventName").asText();
        String version = record.path("eventVersion").asText();
        if (!version.startsWith("2.")) {
            return new Unreadable("An S3 record has the event version '" + version + "', but only 2.x is understood.");
        }
        // Notifications say "ObjectCreated:Put"; the names that are configured, and some tools, have "s3:" in front.
        if (!event.replaceFirst("^s3:", "").startsWith("ObjectCreated:")) {
            return new Other("The S3 event " + event + " is not about an upload.");
        }
        JsonNode s3 = record.path("s3");
        JsonNode object = s3.path("object");
        String bucket = text(s3.path("bucket").path("name"));
        String key = text(object.path("key"));
        if (bucket == null || key == null) {
            return new Unreadable("An S3 record names no bucket or no key.");
        }
        String sequencer = text(object.path("sequencer"));
        return upload(
                bucket,
                key,
                text(object.path("versionId")),
                object.path("size").asLong(),
                text(object.path("eTag")),
                // Anything else could not be compared, and says as much as none.
                sequencer != null && sequencer.matches("\\p{XDigit}+") ? new Sequencer(sequencer) : null,
                false);
    }

    /** Reads one task of a batch operation; buckets are named since schema 2.0, by an ARN before. */
    static S3Record ofTask(JsonNode task) {
        String named = text(task.path("s3Bucket"));
        String arn = text(task.path("s3BucketArn"));
        String bucket = named != null || arn == null ? named : arn.substring(arn.lastIndexOf(':') + 1);
        String key = text(task.path("s3Key"));
        if (bucket == null || key == null) {
            return new Unreadable("A task of S3 Batch Operations names no bucket or no key.");
        }
        return upload(bucket, key, text(task.path("s3VersionId")), 0, null, null, true);
    }

    private static S3Record upload(
            String bucket, String encoded, String version, long size, String eTag, Sequencer sequencer, boolean again) {
        String key;
        try {
            key = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new Unreadable("The key '" + encoded + "' is not URL-encoded as S3's events are.");
        }
        if (key.endsWith("/")) {
            return new Other("s3://" + bucket + "/" + key + " is a folder.");
        }
        return new Upload(bucket, key, version, size, eTag, sequencer, again);
    }

    private static String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }
}
