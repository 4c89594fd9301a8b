package dev.carornot.function.outcome;

import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.storage.S3Folder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where outcomes go. Immutable and thread-safe.
 *
 * @param tags whether they become tags of the object
 * @param results where they become JSON documents, if they do
 * @param prefix what keys of photographs begin with
 * @param bucket of the photographs, where it is known beforehand
 * @param most bytes of a photograph
 */
record UploadSettings(boolean tags, Optional<S3Folder> results, String prefix, Optional<String> bucket, long most) {
    /** In bytes of UTF-8: "Creating object key names" in the S3 user guide. */
    private static final int LONGEST_KEY = 1024;

    private static final String SUFFIX = ".json";

    /** @throws IllegalArgumentException when they cannot be used; the message is one sentence */
    static UploadSettings of(CarOrNotConfig config) {
        CarOrNotConfig.Upload upload = config.upload();
        boolean tags = !upload.write().equals("json");
        boolean documents = !upload.write().equals("tags");
        if (tags && documents && !upload.write().equals("both")) {
            throw new IllegalArgumentException(
                    "carornot.upload.write is '" + upload.write() + "'; set it to tags, json or both.");
        }
        if (documents && upload.results().isEmpty()) {
            throw new IllegalArgumentException("carornot.upload.write is '" + upload.write()
                    + "', but carornot.upload.results does not say where to; set it to s3://bucket/prefix/.");
        }
        UploadSettings settings = new UploadSettings(
                tags,
                documents ? upload.results().map(UploadSettings::folder) : Optional.empty(),
                upload.prefix().orElse(""),
                upload.bucket(),
                config.limits().bytes());
        if (settings.bucket.filter(settings::triggersItself).isPresent()) {
            throw new IllegalArgumentException(settings.loop(settings.bucket.get()));
        }
        return settings;
    }

    private static S3Folder folder(String results) {
        try {
            return S3Folder.parse(results);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("carornot.upload.results cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether the document on an upload to that bucket would count as an upload itself. */
    boolean triggersItself(String bucket) {
        // Every upload's key begins with the prefix, so every document's with this.
        return results.filter(folder ->
                        folder.bucket().equals(bucket) && (folder.prefix() + bucket + "/" + prefix).startsWith(prefix))
                .isPresent();
    }

    /** That this is so, and what to do about it. */
    String loop(String bucket) {
        return "carornot.upload.results is '" + results.orElseThrow()
                + "', where each result would count as an upload to " + bucket
                + " again; set it to another bucket, or set carornot.upload.prefix to a folder beside it.";
    }

    /** Where the document on an upload goes: always to the same place. */
    String documentKey(String bucket, String key) {
        String prefix = results.orElseThrow().prefix() + bucket + "/";
        String whole = prefix + key + SUFFIX;
        return whole.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY ? whole : prefix + digest(key) + SUFFIX;
    }

    private static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
