package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.s3.DownloadCache;
import dev.carornot.s3.S3Access;
import dev.carornot.s3.S3Places;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FeatureCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Models and stores in folders and in S3, for as long as a command runs. Whoever opens one closes it; what was opened from S3
 * must be verified before that.
 */
final class Locations implements AutoCloseable {
    /** How the option that names a server of its own is explained. */
    static final String ENDPOINT = "A server other than AWS's that speaks S3's protocol, e.g. http://host:9000"
            + " (default: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL).";

    /** How the option that names a model is explained. */
    static final String MODEL = "The model: its folder, its place in a store (the current version),"
            + " s3://..., or classpath:starter, the small one that comes with the program.";

    private final S3Places s3;

    private Locations(S3Places s3) {
        this.s3 = s3;
    }

    /** @param endpoint of a server other than AWS's; null for the environment's, or none */
    static Locations of(Console console, String endpoint) {
        // Beside the cached features.
        Path caches = FeatureCache.defaultFolder(console.environment(), console.home())
                .resolveSibling("models");
        return new Locations(new S3Places(
                () -> {
                    Optional<URI> given = endpoint == null
                            ? Optional.empty()
                            : Optional.of(S3Access.endpoint(endpoint, "--endpoint"));
                    return S3Access.of(given, console.environment());
                },
                new DownloadCache(caches)));
    }

    /** The artifact that a location names; nothing but its manifest is looked at. */
    Artifact artifact(String location, Trust trust) {
        return told(() -> ArtifactLocation.of(location, trust, s3)
                .source(Locations.class.getClassLoader())
                .open());
    }

    /** The store that a location names. */
    ModelStore store(String location) {
        return told(() -> ArtifactLocation.of(location, Trust.ANYONE, s3).store());
    }

    /** Something that fails for reasons that a person can mend. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does it, or says in its sentence why not. */
    static <T> T told(Work<T> work) {
        try {
            return work.run();
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException("The model cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
