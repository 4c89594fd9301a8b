package dev.carornot.batch.backfill;

import dev.carornot.batch.failure.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Creates jobs of S3 Batch Operations. Of S3 Control one request is needed, so that it is written here and signed by the SDK; a
 * client of its own would be a dependency for that alone. Stateless and thread-safe.
 */
public final class S3Control {
    private static final String PATH = "/v20180820/jobs";
    private static final String TYPE = "application/xml";
    private static final String SERVICE = "s3";
    /** The token sees to it that several make one job. */
    private static final int ATTEMPTS = 3;

    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final Pattern JOB = Pattern.compile("<JobId>([^<]+)</JobId>");
    private static final Pattern CODE = Pattern.compile("<Code>([^<]+)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]+)</Message>");

    private S3Control() {}

    /**
     * Creates a job, which S3 begins at once.
     *
     * @param endpoint of a server other than AWS's; null for AWS's own
     * @return the job's identifier
     * @throws UserException when it cannot be created; the message is one sentence
     */
    public static String create(BatchJob job, URI endpoint) {
        byte[] body = job.xml().getBytes(StandardCharsets.UTF_8);
        Region region = Region.of(job.region());
        URI place = endpoint != null
                ? endpoint
                : URI.create("https://" + job.account() + ".s3-control." + region.id() + "."
                        + PartitionMetadata.of(region).dnsSuffix());
        try (SdkHttpClient client = UrlConnectionHttpClient.builder()
                .socketTimeout(SILENCE)
                .connectionTimeout(SILENCE)
                .build()) {
            SdkHttpRequest request = SdkHttpFullRequest.builder()
                    .method(SdkHttpMethod.POST)
                    .uri(place.resolve(PATH))
                    .putHeader("Content-Type", TYPE)
                    .putHeader("x-amz-account-id", job.account())
                    .build();
            for (int attempt = 1; ; attempt++) {
                try {
                    return answer(client, request, body, region);
                } catch (IOException e) {
                    if (attempt == ATTEMPTS) {
                        throw new UserException(
                                "S3 Control at " + place + " cannot be reached: " + e.getMessage()
                                        + "; without --create the call is printed for whoever can.",
                                e);
                    }
                }
            }
        } catch (SdkException e) {
            throw new UserException(
                    "The job cannot be created: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a role or a profile that has them.",
                    e);
        }
    }

    private static String answer(SdkHttpClient client, SdkHttpRequest request, byte[] body, Region region)
            throws IOException {
        HttpExecuteRequest call = signed(request, body, region);
        HttpExecuteResponse response = client.prepareRequest(call).call();
        String text = response.responseBody().isEmpty()
                ? ""
                : new String(response.responseBody().get().readAllBytes(), StandardCharsets.UTF_8);
        int status = response.httpResponse().statusCode();
        if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
            throw new IOException("it answers with status " + status);
        }
        Matcher job = JOB.matcher(text);
        if (status == HttpURLConnection.HTTP_OK && job.find()) {
            return job.group(1);
        }
        throw new UserException("The job cannot be created: S3 Control answers with status " + status
                + found(CODE, text, ", ") + found(MESSAGE, text, ": ")
                + " (it needs s3:CreateJob, and iam:PassRole on the role).");
    }

    private static String found(Pattern pattern, String text, String before) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? before + matcher.group(1).replaceAll("[.\\s]+$", "") : "";
    }

    private static HttpExecuteRequest signed(SdkHttpRequest request, byte[] body, Region region) {
        ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
        AwsCredentialsIdentity identity;
        try (DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build()) {
            identity = credentials.resolveCredentials();
        }
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        return HttpExecuteRequest.builder()
                .request(signed.request().toBuilder()
                        .putHeader("Content-Length", String.valueOf(body.length))
                        .build())
                .contentStreamProvider(payload)
                .build();
    }
}
