package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * An artifact in a folder; its files are mapped, read-only. Symbolic links are followed as long as they stay in the folder.
 * Immutable and thread-safe.
 *
 * @param folder the artifact's folder
 */
public record FolderFiles(Path folder) implements ArtifactFiles {
    @Override
    public ByteBuffer read(String path) throws IOException {
        return map(file(path));
    }

    @Override
    public long length(Manifest.FileEntry listed) throws IOException {
        return Files.size(file(listed.path()));
    }

    /** A real file inside the folder. */
    private Path file(String path) throws IOException {
        Optional<String> objection = ArtifactNames.objectionToPath(path);
        if (objection.isPresent()) {
            throw new ArtifactException(location() + " is not to be trusted: " + objection.get() + ".");
        }
        Path root = folder.toRealPath();
        Path file = root.resolve(path).toRealPath();
        if (!file.startsWith(root)) {
            throw new ArtifactException(location() + "/" + path + " is not to be trusted: it is a link to " + file
                    + ", outside the artifact.");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ArtifactException(location() + "/" + path + " is no regular file.");
        }
        return file;
    }

    @Override
    public String location() {
        return folder.toString();
    }

    /** A real file, mapped. */
    static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new ArtifactException(
                        file + " has " + channel.size() + " bytes; an artifact's files have at most 2 GB.");
            }
            return channel.map(MapMode.READ_ONLY, 0, channel.size());
        }
    }
}
