package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The few things that a store does in a bucket, with failures told for people. Thread-safe. */
final class Bucket {
    /** For the largest file of an artifact, 2 GB, at 2 MB a second. */
    private static final Duration UPLOAD = Duration.ofMinutes(17);

    private static final String ANY = "*";

    /** S3 lists no more at a time. */
    private static final int PAGE = 1_000;

    private final S3Client client;
    private final int page;

    Bucket(S3Client client) {
        this(client, PAGE);
    }

    /** @param page how many keys to ask for at a time */
    Bucket(S3Client client, int page) {
        this.client = client;
        this.page = page;
    }

    /**
     * A small object.
     *
     * @param bytes no more of it than were asked for
     * @param length all of it
     * @param etag its revision
     */
    record Small(ByteBuffer bytes, long length, String etag) {}

    /** At most so many bytes of an object; empty when it is absent. */
    Optional<Small> read(S3Address object, int most) throws ArtifactException {
        Optional<Download> found = open(object);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Download in = found.get()) {
            return Optional.of(new Small(ByteBuffer.wrap(in.readNBytes(most)), in.length(), in.etag()));
        } catch (SdkException e) {
            throw S3Failures.of(object, e);
        } catch (IOException e) {
            throw new ArtifactException(object + " cannot be read: " + S3Failures.reason(e) + ".", e);
        }
    }

    /** An object's bytes; empty when it is absent. */
    Optional<Download> open(S3Address object) throws ArtifactException {
        try {
            return Optional.of(new Download(
                    client.getObject(get -> get.bucket(object.bucket()).key(object.prefix()))));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Failures.of(object, e);
        }
    }

    /** What S3 knows of an object's content. */
    record Head(long length, Optional<String> sha256) {}

    /** What S3 knows of an object; empty when it is absent. */
    Optional<Head> head(S3Address object) throws ArtifactException {
        try {
            HeadObjectResponse head = client.headObject(request ->
                    request.bucket(object.bucket()).key(object.prefix()).checksumMode(ChecksumMode.ENABLED));
            return Optional.of(new Head(
                    head.contentLength(),
                    Optional.ofNullable(head.checksumSHA256()).flatMap(Bucket::hexadecimal)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Failures.of(object, e);
        }
    }

    /** Of an object in parts it is a checksum of checksums, with a dash: no use here. */
    private static Optional<String> hexadecimal(String checksum) {
        try {
            return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes an object that must not be there yet. S3 refuses content whose SHA-256 is another.
     *
     * @param content opened once for each attempt
     * @return false when it is there, or somebody else is about to write it
     */
    boolean create(S3Address object, Supplier<InputStream> content, long length, String type, String sha256)
            throws ArtifactException {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
        PutObjectRequest.Builder put = put(object, type)
                .ifNoneMatch(ANY)
                .checksumSHA256(checksum)
                .overrideConfiguration(
                        override -> override.apiCallTimeout(UPLOAD).apiCallAttemptTimeout(UPLOAD));
        return write(object, put, RequestBody.fromContentProvider(content::get, length, type));
    }

    /**
     * Writes a small object over the revision that the caller has seen.
     *
     * @param seen its revision; empty when it was absent
     * @return false when it is another meanwhile
     */
    boolean replace(S3Address object, byte[] content, String type, Optional<String> seen) throws ArtifactException {
        PutObjectRequest.Builder put = put(object, type);
        seen.ifPresentOrElse(put::ifMatch, () -> put.ifNoneMatch(ANY));
        return write(object, put, RequestBody.fromBytes(content));
    }

    private static PutObjectRequest.Builder put(S3Address object, String type) {
        return PutObjectRequest.builder()
                .bucket(object.bucket())
                .key(object.prefix())
                .contentType(type);
    }

    private boolean write(S3Address object, PutObjectRequest.Builder put, RequestBody body) throws ArtifactException {
        try {
            client.putObject(put.build(), body);
            return true;
        } catch (NoSuchKeyException e) {
            // What was to be replaced is gone.
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() == HttpURLConnection.HTTP_PRECON_FAILED
                    || e.statusCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw S3Failures.of(object, e);
        } catch (SdkException e) {
            throw S3Failures.of(object, e);
        }
    }

    /** The keys of all objects below a place, in the order of their bytes. */
    List<String> keysBelow(S3Address place) throws ArtifactException {
        try {
            return client
                    .listObjectsV2Paginator(
                            list -> list.bucket(place.bucket()).maxKeys(page).prefix(place.below()))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException e) {
            throw S3Failures.of(place, e);
        }
    }

    /** The names of what looks like folders right below a place. */
    List<String> foldersBelow(S3Address place) throws ArtifactException {
        String below = place.below();
        try {
            return client
                    .listObjectsV2Paginator(list -> list.bucket(place.bucket())
                            .maxKeys(page)
                            .prefix(below)
                            .delimiter("/"))
                    .commonPrefixes()
                    .stream()
                    .map(CommonPrefix::prefix)
                    .map(prefix -> prefix.substring(below.length(), prefix.length() - 1))
                    .toList();
        } catch (SdkException e) {
            throw S3Failures.of(place, e);
        }
    }
}
