package dev.carornot.function.storage;

/**
 * Which object.
 *
 * @param key as it is, not URL-encoded
 * @param version its version's name; null for the current one, and where the bucket keeps no versions
 */
public record ObjectId(String bucket, String key, String version) {
    /** As people and the AWS tools write it, with the version behind a question mark. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key + (version == null ? "" : "?versionId=" + version);
    }
}
