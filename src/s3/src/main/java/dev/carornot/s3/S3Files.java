package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactFiles;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * An artifact in a bucket. The manifest and its signature are read each time; what the manifest lists is downloaded when it
 * is first used, so that who runs int8 never waits for the other weights, and mapped. Thread-safe.
 *
 * @param bucket where to read
 * @param place the artifact
 * @param cache where downloads go
 */
record S3Files(Bucket bucket, S3Address place, DownloadCache cache) implements ArtifactFiles {
    /** As much as a manifest may have, and one byte more. */
    private static final int MOST = 16 * 1024 * 1024 + 1;

    @Override
    public ByteBuffer read(String path) throws IOException {
        Bucket.Small found = bucket.read(place.child(path), MOST)
                .orElseThrow(() -> new NoSuchFileException(location() + "/" + path));
        return found.bytes();
    }

    @Override
    public ByteBuffer read(Manifest.FileEntry listed) throws IOException {
        S3Address object = place.child(listed.path());
        cache.fetch(object.toString(), listed.sha256(), listed.length(), () -> stream(object));
        return new FolderFiles(cache.folder()).read(listed.sha256());
    }

    private InputStream stream(S3Address object) throws IOException {
        return bucket.open(object).orElseThrow(() -> new NoSuchFileException(object.toString()));
    }

    /** What the manifest says: whether that is true is seen when the file comes. */
    @Override
    public long length(Manifest.FileEntry listed) {
        return listed.length();
    }

    @Override
    public String location() {
        return place.toString();
    }
}
