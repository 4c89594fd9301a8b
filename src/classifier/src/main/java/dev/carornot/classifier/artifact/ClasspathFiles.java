package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An artifact among the resources of an application. In a folder of the class path its files are mapped, in an archive they
 * are read into memory. Immutable and thread-safe.
 *
 * @param loader whose resources to read
 * @param prefix the artifact's folder among the resources, with {@code /} and without one at the ends, e.g. {@code
 *     models/car}
 */
public record ClasspathFiles(ClassLoader loader, String prefix) implements ArtifactFiles {
    @Override
    public ByteBuffer read(String path) throws IOException {
        URL url = url(path);
        return url.getProtocol().equals("file") ? FolderFiles.map(file(url, path)) : load(url);
    }

    @Override
    public long length(Manifest.FileEntry listed) throws IOException {
        URL url = url(listed.path());
        if (url.getProtocol().equals("file")) {
            return Files.size(file(url, listed.path()));
        }
        URLConnection connection = connection(url);
        long length = connection.getContentLengthLong();
        // The archive would stay open.
        connection.getInputStream().close();
        return length;
    }

    private URL url(String path) throws IOException {
        Optional<String> objection = ArtifactNames.objectionToPath(path);
        if (objection.isPresent()) {
            throw new ArtifactException(location() + " is not to be trusted: " + objection.get() + ".");
        }
        URL url = loader.getResource(prefix.isEmpty() ? path : prefix + "/" + path);
        if (url == null) {
            throw new NoSuchFileException(location() + "/" + path);
        }
        return url;
    }

    @Override
    public String location() {
        return "classpath:" + prefix;
    }

    private Path file(URL url, String path) throws IOException {
        try {
            Path file = Path.of(url.toURI()).toRealPath();
            if (!Files.isRegularFile(file)) {
                throw new ArtifactException(location() + "/" + path + " is no regular file.");
            }
            return file;
        } catch (URISyntaxException e) {
            throw new ArtifactException(location() + "/" + path + " cannot be read: its address is " + url + ".", e);
        }
    }

    private static ByteBuffer load(URL url) throws IOException {
        try (InputStream in = connection(url).getInputStream()) {
            return ByteBuffer.wrap(in.readAllBytes()).asReadOnlyBuffer();
        }
    }

    private static URLConnection connection(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // A cached archive would stay open, and would be closed under other readers.
        connection.setUseCaches(false);
        return connection;
    }
}
