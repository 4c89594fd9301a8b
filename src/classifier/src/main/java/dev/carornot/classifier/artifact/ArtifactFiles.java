package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where an artifact's files are read from. Implementations are thread-safe. */
public interface ArtifactFiles {
    /**
     * A whole file, mapped into memory where possible, between position and limit.
     *
     * @param path relative to the artifact, with {@code /}
     * @throws java.nio.file.NoSuchFileException when there is no such file
     * @throws ArtifactException when the path is not allowed or is no regular file inside the artifact
     * @throws IOException when it cannot be read
     */
    ByteBuffer read(String path) throws IOException;

    /**
     * As {@link #read(String)}, of a file that a manifest lists. Who fetches files from afar may know this one by its digest;
     * what is returned need not be verified.
     */
    default ByteBuffer read(Manifest.FileEntry listed) throws IOException {
        return read(listed.path());
    }

    /**
     * How long a listed file is, as far as can be told without fetching it.
     *
     * @throws IOException as {@link #read(String)}
     */
    long length(Manifest.FileEntry listed) throws IOException;

    /** What to call the place in messages, e.g. a folder; a file of it is called {@code location()/path}. */
    String location();
}
