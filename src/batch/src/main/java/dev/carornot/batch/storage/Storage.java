package dev.carornot.batch.storage;

import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.s3.S3Access;
import dev.carornot.s3.S3Objects;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The ways to files that a process has: Hadoop's, and one client for S3, opened when it is first needed. Thread-safe; whoever
 * opens one closes it.
 */
public final class Storage implements AutoCloseable {
    private static final String FILE = "file";

    private final StorageSettings settings;
    private final Configuration hadoop;
    private S3Objects s3;

    public Storage(StorageSettings settings) {
        this.settings = settings;
        this.hadoop = settings.hadoop();
    }

    /** The client, which stays this object's. */
    public synchronized S3Objects s3() throws IOException {
        if (s3 == null) {
            s3 = S3Objects.open(access());
        }
        return s3;
    }

    /** How S3 is reached. */
    public S3Access access() throws ArtifactException {
        Optional<String> endpoint = settings.endpoint();
        return S3Access.of(
                endpoint.isPresent() ? Optional.of(URI.create(endpoint.get())) : Optional.empty(), System::getenv);
    }

    /** A location as Hadoop understands it; one without a scheme is in the default file system. */
    public Path path(String location) throws IOException {
        Path path = new Path(location);
        return path.makeQualified(FileSystem.getDefaultUri(hadoop), workingDirectory());
    }

    private Path workingDirectory() throws IOException {
        return FileSystem.get(hadoop).getWorkingDirectory();
    }

    public FileSystem fileSystem(Path path) throws IOException {
        return path.getFileSystem(hadoop);
    }

    /** How a path is written for people: one on this machine without {@code file:}, where that is the default. */
    public String text(Path qualified) {
        URI uri = qualified.toUri();
        boolean local = FILE.equals(uri.getScheme())
                && FILE.equals(FileSystem.getDefaultUri(hadoop).getScheme());
        return local ? uri.getPath() : qualified.toString();
    }

    @Override
    public synchronized void close() {
        if (s3 != null) {
            s3.close();
            s3 = null;
        }
    }
}
