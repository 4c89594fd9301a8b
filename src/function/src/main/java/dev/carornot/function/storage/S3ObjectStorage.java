package dev.carornot.function.storage;

import dev.carornot.function.storage.StorageException.Kind;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * S3, and whatever speaks its protocol. What is worth repeating, throttling above all, the SDK repeats with growing pauses,
 * within the time of each call. Thread-safe.
 */
@Singleton
final class S3ObjectStorage implements ObjectStorage {
    /** One attempt; a connection that hangs leaves time for another. */
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    /**
     * An answer that breaks off in the middle of its XML is no reason to the SDK to repeat the call. All calls here may be
     * repeated: a document that was written after all shows as one that has changed, and is then found to be right.
     */
    private static final int ATTEMPTS = 3;

    private static final int MOVED = 301;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    /** Of a delete marker's version. */
    private static final int NOT_ALLOWED = 405;

    private static final int TIMED_OUT = 408;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int THROTTLED = 429;
    private static final int SERVER_ERROR = 500;

    private final Supplier<S3Client> s3;

    /** The client is made when it is needed first: an application without uploads needs none, nor a region. */
    @Inject
    S3ObjectStorage(Instance<S3Client> s3) {
        this(s3::get);
    }

    S3ObjectStorage(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    @Override
    public ObjectHead head(ObjectId object, RemainingTime time) throws StorageException {
        HeadObjectResponse head = call(
                "read " + object,
                time,
                limits -> s3.get()
                        .headObject(request -> request.bucket(object.bucket())
                                .key(object.key())
                                .versionId(object.version())
                                .overrideConfiguration(limits)));
        return new ObjectHead(
                new ObjectId(object.bucket(), object.key(), head.versionId()),
                head.contentLength(),
                unquoted(head.eTag()),
                head.lastModified());
    }

    @Override
    public byte[] read(ObjectHead object, long most, RemainingTime time) throws StorageException {
        ObjectId id = object.id();
        return call(
                "read " + id,
                time,
                limits -> s3.get()
                        .getObject(
                                request -> request.bucket(id.bucket())
                                        .key(id.key())
                                        .versionId(id.version())
                                        .ifMatch(quoted(object.eTag()))
                                        .overrideConfiguration(limits),
                                upTo(most)));
    }

    /** Inside the call, so that its time limits hold for the body too, and the SDK repeats one that breaks off. */
    private static ResponseTransformer<GetObjectResponse, byte[]> upTo(long most) {
        return (response, body) -> {
            try {
                byte[] bytes = body.readNBytes((int) Math.min(most, Integer.MAX_VALUE - Long.BYTES));
                // The JDK's client takes a connection that breaks off for the end of the body.
                if (bytes.length < Math.min(most, response.contentLength())) {
                    throw RetryableException.create("The body broke off after " + bytes.length + " bytes.");
                }
                leave(body, response.contentLength() > bytes.length);
                return bytes;
            } catch (IOException e) {
                throw RetryableException.create("The body could not be read: " + e.getMessage(), e);
            }
        };
    }

    /** Closing would read the rest. */
    private static void leave(AbortableInputStream body, boolean unread) throws IOException {
        if (unread) {
            body.abort();
        } else {
            body.close();
        }
    }

    @Override
    public Map<String, String> tags(ObjectId object, RemainingTime time) throws StorageException {
        List<Tag> tags = call(
                        "read the tags of " + object,
                        time,
                        limits -> s3.get()
                                .getObjectTagging(request -> request.bucket(object.bucket())
                                        .key(object.key())
                                        .versionId(object.version())
                                        .overrideConfiguration(limits)))
                .tagSet();
        Map<String, String> byKey = new TreeMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
        return byKey;
    }

    @Override
    public void tag(ObjectId object, Map<String, String> tags, RemainingTime time) throws StorageException {
        List<Tag> set = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        call(
                "tag " + object,
                time,
                limits -> s3.get()
                        .putObjectTagging(request -> request.bucket(object.bucket())
                                .key(object.key())
                                .versionId(object.version())
                                .tagging(tagging -> tagging.tagSet(set))
                                .overrideConfiguration(limits)));
    }

    @Override
    public Optional<Document> document(String bucket, String key, RemainingTime time) throws StorageException {
        try {
            return Optional.of(call(
                    "read s3://" + bucket + "/" + key,
                    time,
                    limits -> s3.get()
                            .getObject(
                                    request -> request.bucket(bucket).key(key).overrideConfiguration(limits),
                                    (response, body) -> {
                                        byte[] bytes =
                                                upTo(response.contentLength()).transform(response, body);
                                        return new Document(unquoted(response.eTag()), bytes);
                                    })));
        } catch (StorageException e) {
            if (e.kind() == Kind.GONE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void write(String bucket, String key, Optional<String> replaced, byte[] json, RemainingTime time)
            throws StorageException {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(bucket).key(key).contentType("application/json");
        replaced.ifPresentOrElse(
                eTag -> request.ifMatch(quoted(eTag)),
                // RFC 9110: as long as there is nothing at all.
                () -> request.ifNoneMatch("*"));
        call(
                "write s3://" + bucket + "/" + key,
                time,
                limits ->
                        s3.get().putObject(request.overrideConfiguration(limits).build(), RequestBody.fromBytes(json)));
    }

    @Override
    public void requireBucket(String bucket, RemainingTime time) throws StorageException {
        call(
                "look at the bucket " + bucket,
                time,
                limits -> s3.get().headBucket(request -> request.bucket(bucket).overrideConfiguration(limits)));
    }

    private static <T> T call(
            String what, RemainingTime time, Function<Consumer<AwsRequestOverrideConfiguration.Builder>, T> request)
            throws StorageException {
        for (int attempt = 1; ; attempt++) {
            Duration left = time.left();
            if (left.isZero()) {
                throw new StorageException(Kind.UNAVAILABLE, "No time is left to " + what + ".");
            }
            try {
                return request.apply(limits -> limits.apiCallTimeout(left)
                        .apiCallAttemptTimeout(left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT));
            } catch (AwsServiceException e) {
                throw refused(what, e);
            } catch (SdkException e) {
                if (attempt == ATTEMPTS || e instanceof ApiCallTimeoutException) {
                    throw new StorageException(
                            Kind.UNAVAILABLE, "S3 could not be reached to " + what + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static StorageException refused(String what, AwsServiceException e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "status " + e.statusCode()
                : e.awsErrorDetails().errorCode() + ", status " + e.statusCode();
        if (code.startsWith("NoSuchBucket")) {
            return new StorageException(
                    Kind.DENIED, "S3 cannot " + what + ": there is no such bucket; create it, or name another.", e);
        }
        return switch (e.statusCode()) {
            case NOT_FOUND, NOT_ALLOWED ->
                new StorageException(Kind.GONE, "S3 cannot " + what + ": it is not there (" + code + ").", e);
            case CONFLICT, PRECONDITION_FAILED ->
                new StorageException(
                        Kind.CHANGED, "S3 did not " + what + ": it has changed meanwhile (" + code + ").", e);
            case TIMED_OUT, THROTTLED ->
                new StorageException(Kind.UNAVAILABLE, "S3 is too busy to " + what + " (" + code + ").", e);
            case MOVED ->
                new StorageException(
                        Kind.DENIED, "S3 cannot " + what + " in this region; set AWS_REGION to the bucket's.", e);
            case DENIED ->
                code.startsWith("InvalidObjectState")
                        ? new StorageException(
                                Kind.ARCHIVED, "S3 cannot " + what + " before it is restored from the archive.", e)
                        : new StorageException(
                                Kind.DENIED,
                                "S3 does not allow us to " + what + " (" + code + "); give the role of this"
                                        + " application the right to.",
                                e);
            default ->
                e.statusCode() >= SERVER_ERROR
                        ? new StorageException(
                                Kind.UNAVAILABLE, "S3 failed to " + what + " (" + code + "); ask again.", e)
                        : new StorageException(Kind.DENIED, "S3 refuses to " + what + " (" + code + ").", e);
        };
    }

    private static String unquoted(String eTag) {
        return eTag == null ? "" : eTag.replace("\"", "");
    }

    private static String quoted(String eTag) {
        return "\"" + eTag + "\"";
    }
}
