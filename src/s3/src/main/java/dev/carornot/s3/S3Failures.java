package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in one sentence what the SDK says in many. */
final class S3Failures {
    private static final String NO_SUCH_BUCKET = "NoSuchBucket";
    private static final String CREDENTIALS_MISSING = "Unable to load credentials";

    private S3Failures() {}

    /** @param place what was asked for */
    static ArtifactException of(S3Address place, SdkException e) {
        return new ArtifactException(sentence(place, e), e);
    }

    private static String sentence(S3Address place, SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answered(place, answer);
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return place + " cannot be reached: the server does not answer within " + S3Access.CALL.toSeconds()
                    + " seconds.";
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains(CREDENTIALS_MISSING)) {
            return place + " cannot be reached: there are no AWS credentials; set AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, or use a role or a profile that has them.";
        }
        return place + " cannot be reached: " + reason(e) + ".";
    }

    private static String answered(S3Address place, AwsServiceException e) {
        String code = code(e).orElse("");
        if (code.equals(NO_SUCH_BUCKET)) {
            return "There is no bucket '" + place.bucket() + "'; create it, or name another than " + place + ".";
        }
        String status = e.statusCode() + (code.isEmpty() ? "" : ", " + code);
        return switch (e.statusCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
                place + " cannot be used: access is denied (" + status
                        + "); reading needs s3:GetObject and s3:ListBucket, publishing s3:PutObject too.";
            case HttpURLConnection.HTTP_MOVED_PERM ->
                place + " cannot be used: the bucket is in another region; set AWS_REGION to it.";
            default -> place + " cannot be used: the server answers with an error (" + status + ").";
        };
    }

    static Optional<String> code(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
    }

    /** The innermost word on it, in one line and without a full stop. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse("").strip();
        return cause instanceof UnknownHostException ? "there is no host " + message : message.replaceAll("[.]$", "");
    }
}
