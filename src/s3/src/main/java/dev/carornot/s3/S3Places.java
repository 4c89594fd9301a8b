package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactFiles;
import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.classifier.artifact.Place;
import dev.carornot.classifier.artifact.RemotePlaces;
import dev.carornot.classifier.artifact.Trust;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes {@link dev.carornot.classifier.artifact.ArtifactLocation} understand {@code s3://bucket/prefix}. The client is opened
 * when the first such location is met, so that who has none needs neither region nor credentials. Thread-safe.
 */
public final class S3Places implements RemotePlaces, AutoCloseable {
    private final Access access;
    private final DownloadCache cache;
    private S3Client client;

    /** Where the access's details come from; asked once, and not before they are needed. */
    @FunctionalInterface
    public interface Access {
        S3Access get() throws ArtifactException;
    }

    /** @param cache where downloads go */
    public S3Places(Access access, DownloadCache cache) {
        this.access = access;
        this.cache = cache;
    }

    @Override
    public String scheme() {
        return S3Address.SCHEME;
    }

    @Override
    public String form() {
        return S3Address.FORM;
    }

    @Override
    public Place at(String location, Trust trust) throws ArtifactException {
        S3Address address = S3Address.parse(location);
        return new Prefix(new Bucket(client()), address, cache, trust);
    }

    private synchronized S3Client client() throws ArtifactException {
        if (client == null) {
            client = access.get().open();
        }
        return client;
    }

    /** What was opened through it cannot fetch its files any more. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private record Prefix(Bucket bucket, S3Address address, DownloadCache cache, Trust trust) implements Place {
        @Override
        public boolean holds(String file) throws ArtifactException {
            return bucket.read(address.child(file), 0).isPresent();
        }

        @Override
        public ArtifactFiles files() {
            return new S3Files(bucket, address, cache);
        }

        @Override
        public ModelStore store() {
            return new S3ModelStore(bucket, address, cache, trust);
        }

        @Override
        public Optional<ModelStore> storeAround() {
            return address.prefix().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new S3ModelStore(bucket, address.parent(), cache, trust));
        }

        @Override
        public String name() {
            return address.name();
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }
}
