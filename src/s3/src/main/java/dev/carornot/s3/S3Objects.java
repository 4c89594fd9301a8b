package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Objects under keys of any kind, for who works through many of them: photographs to be read, small results to be written.
 * Thread-safe; whoever opens one closes it.
 */
public final class S3Objects implements AutoCloseable {
    /** What a revision that is an ETag begins with; any other is a version's identifier. */
    public static final String ETAG = "etag:";

    private static final int ATTEMPTS = 3;
    private static final String INVALID_VERSION = "NoSuchVersion";

    private final S3Client client;
    private final Bucket buckets;

    private S3Objects(S3Client client) {
        this.client = client;
        this.buckets = new Bucket(client);
    }

    /**
     * Nothing is asked of any server yet.
     *
     * @throws ArtifactException when no region can be found
     */
    public static S3Objects open(S3Access access) throws ArtifactException {
        return new S3Objects(access.open());
    }

    /**
     * An object as a listing tells of it.
     *
     * @param key as it is, without escapes
     * @param bytes how many it has
     * @param revision its ETag, as {@link #read} takes it
     */
    public record Listed(String key, long bytes, String revision) {}

    /** What became of a reading. */
    public sealed interface Reading {
        /**
         * The object.
         *
         * @param bytes no more of it than were asked for
         * @param length all of it
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Content(byte[] bytes, long length) implements Reading {}

        /** There is no such object, or no such version of it. */
        record Absent() implements Reading {}

        /** It has other contents than those that were asked for. */
        record Changed() implements Reading {}
    }

    /**
     * Lists the objects whose keys begin with a prefix, 1,000 a request, in the order of the keys' bytes.
     *
     * @throws ArtifactException when that is not possible; the message is one sentence
     */
    public void list(String bucket, String prefix, Consumer<Listed> each) throws ArtifactException {
        try {
            client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(object -> new Listed(object.key(), object.size(), ETAG + unquoted(object.eTag())))
                    .forEach(each);
        } catch (SdkException e) {
            throw S3Failures.of(new S3Address(bucket, prefix), e);
        }
    }

    /**
     * What lies right below a prefix: objects, and prefixes that end with a slash.
     *
     * @return the prefixes
     * @throws ArtifactException as {@link #list}
     */
    public List<String> level(String bucket, String prefix, Consumer<Listed> each) throws ArtifactException {
        try {
            return client
                    .listObjectsV2Paginator(
                            list -> list.bucket(bucket).prefix(prefix).delimiter("/"))
                    .stream()
                    .flatMap(page -> {
                        page.contents()
                                .forEach(object -> each.accept(
                                        new Listed(object.key(), object.size(), ETAG + unquoted(object.eTag()))));
                        return page.commonPrefixes().stream().map(CommonPrefix::prefix);
                    })
                    .toList();
        } catch (SdkException e) {
            throw S3Failures.of(new S3Address(bucket, prefix), e);
        }
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    /**
     * Reads an object, three times where the connection breaks.
     *
     * @param revision {@link #ETAG} and an ETag, a version's identifier, or empty for what is there
     * @param most bytes to read
     * @throws ArtifactException when it cannot be read; the message is one sentence
     */
    public Reading read(String bucket, String key, String revision, int most) throws ArtifactException {
        S3Address object = new S3Address(bucket, key);
        GetObjectRequest.Builder get = GetObjectRequest.builder().bucket(bucket).key(key);
        if (revision.startsWith(ETAG)) {
            get.ifMatch('"' + revision.substring(ETAG.length()) + '"');
        } else if (!revision.isEmpty()) {
            get.versionId(revision);
        }
        for (int attempt = 1; ; attempt++) {
            try (Download in = new Download(client.getObject(get.build()))) {
                return new Reading.Content(in.readNBytes(most), in.length());
            } catch (NoSuchKeyException e) {
                return new Reading.Absent();
            } catch (AwsServiceException e) {
                if (S3Failures.code(e).orElse("").equals(INVALID_VERSION)) {
                    return new Reading.Absent();
                }
                if (e.statusCode() == HttpURLConnection.HTTP_PRECON_FAILED) {
                    return new Reading.Changed();
                }
                throw S3Failures.of(object, e);
            } catch (SdkServiceException e) {
                throw S3Failures.of(object, e);
            } catch (IOException | SdkException e) {
                if (attempt == ATTEMPTS) {
                    throw new ArtifactException(object + " cannot be read: " + S3Failures.reason(e) + ".", e);
                }
            }
        }
    }

    /**
     * Writes an object that must not be there yet; nobody ever sees a part of it.
     *
     * @return false when it is there already
     * @throws ArtifactException when it cannot be written; the message is one sentence
     */
    public boolean create(String bucket, String key, byte[] content, String type) throws ArtifactException {
        return buckets.create(
                new S3Address(bucket, key),
                () -> new ByteArrayInputStream(content),
                content.length,
                type,
                sha256(content));
    }

    /**
     * Writes an object, whatever is there.
     *
     * @throws ArtifactException when it cannot be written; the message is one sentence
     */
    public void write(String bucket, String key, byte[] content, String type) throws ArtifactException {
        try {
            client.putObject(
                    PutObjectRequest.builder()
                            .bucket(bucket)
                            .key(key)
                            .contentType(type)
                            .build(),
                    RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw S3Failures.of(new S3Address(bucket, key), e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
