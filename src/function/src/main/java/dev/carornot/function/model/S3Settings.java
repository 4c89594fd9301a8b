package dev.carornot.function.model;

import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.s3.S3Access;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of Quarkus's S3 client, for the one that loads models: that one is there before Quarkus's own can be, beside
 * the framework's start, and has time limits of its own.
 */
final class S3Settings {
    private static final String ENDPOINT = "quarkus.s3.endpoint-override";
    private static final String REGION = "quarkus.s3.aws.region";
    private static final String PATH_STYLE = "quarkus.s3.path-style-access";
    private static final String ACCESS_KEY = "quarkus.s3.aws.credentials.static-provider.access-key-id";
    private static final String SECRET_KEY = "quarkus.s3.aws.credentials.static-provider.secret-access-key";

    private S3Settings() {}

    /**
     * What is set, in the application's settings first and then in AWS's environment variables.
     *
     * @throws ArtifactException when an endpoint is no server
     */
    static S3Access access(Config properties) throws ArtifactException {
        Optional<URI> endpoint = Optional.empty();
        Optional<String> named = text(properties, ENDPOINT);
        if (named.isPresent()) {
            endpoint = Optional.of(S3Access.endpoint(named.get(), ENDPOINT));
        }
        S3Access environment = S3Access.of(endpoint, System::getenv);
        Optional<String> accessKey = text(properties, ACCESS_KEY);
        return new S3Access(
                environment.endpoint(),
                text(properties, REGION),
                properties.getOptionalValue(PATH_STYLE, Boolean.class).orElse(environment.pathStyle()),
                accessKey.map(key -> new S3Access.Credentials(
                        key, text(properties, SECRET_KEY).orElse(""))));
    }

    private static Optional<String> text(Config properties, String key) {
        return properties.getOptionalValue(key, String.class);
    }
}
