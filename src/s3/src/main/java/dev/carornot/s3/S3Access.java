package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How S3, or a server like it, is reached. What is not said here is found as every AWS program finds it: environment, system
 * properties, profile, role. Immutable and thread-safe.
 *
 * @param endpoint of a server that is not AWS's
 * @param region AWS's name of it; without one, and with an endpoint, {@code us-east-1}, which such servers mostly ignore
 * @param pathStyle whether the bucket is the first part of the path; otherwise it is a part of the host's name
 * @param credentials a fixed pair
 */
public record S3Access(
        Optional<URI> endpoint, Optional<String> region, boolean pathStyle, Optional<Credentials> credentials) {
    /** What AWS's own tools look at for an endpoint, the more special one first. */
    private static final String[] ENDPOINT_VARIABLES = {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"};

    /** A server in the same region answers within milliseconds; one that has not connected by now will not. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Between two parts of an answer. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration ATTEMPT = Duration.ofSeconds(6);

    /** Of a request with all its attempts; the body of an answer may take longer. */
    static final Duration CALL = Duration.ofSeconds(15);

    /**
     * A fixed pair of credentials.
     *
     * @param accessKey its name
     * @param secretKey its secret
     */
    public record Credentials(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return accessKey;
        }
    }

    /**
     * What the environment says.
     *
     * @param endpoint goes before the environment's
     * @param environment variables by name; null for one that is not set
     */
    public static S3Access of(Optional<URI> endpoint, UnaryOperator<String> environment) throws ArtifactException {
        Optional<URI> found = endpoint;
        for (String variable : ENDPOINT_VARIABLES) {
            String value = environment.apply(variable);
            if (found.isEmpty() && value != null && !value.isBlank()) {
                found = Optional.of(endpoint(value, variable));
            }
        }
        // Servers that are not AWS's seldom have a name for each bucket.
        return new S3Access(found, Optional.empty(), found.isPresent(), Optional.empty());
    }

    /**
     * An endpoint as people write it.
     *
     * @param setting what to call it in messages
     * @throws ArtifactException when it is no address of a server
     */
    public static URI endpoint(String value, String setting) throws ArtifactException {
        try {
            URI uri = URI.create(value.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw noEndpoint(value, setting, e);
        }
        throw noEndpoint(value, setting, null);
    }

    private static ArtifactException noEndpoint(String value, String setting, Exception cause) {
        return new ArtifactException(
                setting + " is '" + value + "', which is no server; name one like http://host:9000.", cause);
    }

    /**
     * A client, which the caller closes. Nothing is asked of any server yet.
     *
     * @throws ArtifactException when no region can be found
     */
    public S3Client open() throws ArtifactException {
        S3ClientBuilder builder = S3Client.builder()
                .region(foundRegion())
                .forcePathStyle(pathStyle)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(override -> override.apiCallTimeout(CALL).apiCallAttemptTimeout(ATTEMPT));
        endpoint.ifPresent(builder::endpointOverride);
        credentials.ifPresent(pair -> builder.credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(pair.accessKey(), pair.secretKey()))));
        return builder.build();
    }

    private Region foundRegion() throws ArtifactException {
        if (region.isPresent()) {
            return Region.of(region.get());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            if (endpoint.isPresent()) {
                return Region.US_EAST_1;
            }
            throw new ArtifactException("S3 cannot be reached: no AWS region is set; set AWS_REGION.", e);
        }
    }
}
