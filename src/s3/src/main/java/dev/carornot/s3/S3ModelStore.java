package dev.carornot.s3;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactNames;
import dev.carornot.classifier.artifact.CurrentVersions;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.classifier.artifact.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A store in a bucket, laid out as a {@link dev.carornot.classifier.artifact.FolderModelStore} is: {@code
 * <prefix>/<model>/<version>/} holds an artifact, {@code <prefix>/<model>/current} names one of the versions.
 *
 * <p>There is no move in S3. A version is there once its manifest is, which is written last; every object of it is written
 * on condition that there is none, and one that is there must have the same content. All publishers write in the manifest's
 * order, so of several with other content exactly one gets past the first object in which they differ, and is never
 * disturbed after that. {@code current} is replaced on condition that it is still what was read. Thread-safe; the client is
 * the caller's to close.
 */
public final class S3ModelStore implements ModelStore {
    private static final String BINARY = "application/octet-stream";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    /** Each means that somebody else got in between: with so many of them something is wrong. */
    private static final int ATTEMPTS = 20;

    private final Bucket bucket;
    private final S3Address root;
    private final DownloadCache cache;
    private final Trust trust;

    /**
     * A store that is not looked at yet.
     *
     * @param location {@code s3://bucket/prefix}
     * @param cache where downloads go
     * @param trust whose artifacts are opened
     * @throws ArtifactException when the location is malformed
     */
    public S3ModelStore(S3Client client, String location, DownloadCache cache, Trust trust) throws ArtifactException {
        this(new Bucket(client), S3Address.parse(location), cache, trust);
    }

    S3ModelStore(Bucket bucket, S3Address root, DownloadCache cache, Trust trust) {
        this.bucket = bucket;
        this.root = root;
        this.cache = cache;
        this.trust = trust;
    }

    @Override
    public List<String> models() throws ArtifactException {
        List<String> folders = bucket.foldersBelow(root).stream()
                .filter(ArtifactNames::isName)
                .sorted()
                .toList();
        List<String> models = new ArrayList<>();
        for (String folder : folders) {
            S3Address model = root.child(folder);
            String current = model.below() + CurrentVersions.FILE;
            List<String> keys = bucket.keysBelow(model);
            if (keys.contains(current) || !versions(model, keys).isEmpty()) {
                models.add(folder);
            }
        }
        return List.copyOf(models);
    }

    @Override
    public List<String> versions(String model) throws ArtifactException {
        S3Address place = modelPlace(model);
        return versions(place, bucket.keysBelow(place));
    }

    private static List<String> versions(S3Address model, List<String> keys) {
        String below = model.below();
        String end = "/" + Artifact.MANIFEST;
        return keys.stream()
                .filter(key -> key.endsWith(end))
                .map(key -> key.substring(below.length(), key.length() - end.length()))
                .filter(ArtifactNames::isName)
                .sorted()
                .toList();
    }

    @Override
    public CurrentVersions history(String model) throws ArtifactException {
        return current(modelPlace(model)).versions();
    }

    /** What {@code current} says, and which revision of it; without one there is none. */
    private record Current(CurrentVersions versions, Optional<String> etag) {}

    private Current current(S3Address model) throws ArtifactException {
        S3Address object = model.child(CurrentVersions.FILE);
        Optional<Bucket.Small> found = bucket.read(object, CurrentVersions.MAX_BYTES + 1);
        if (found.isEmpty()) {
            return new Current(CurrentVersions.NONE, Optional.empty());
        }
        Bucket.Small small = found.get();
        return new Current(
                CurrentVersions.read(small.bytes().array(), small.length(), object.toString()),
                Optional.of(small.etag()));
    }

    @Override
    public Artifact open(String model, String version) throws ArtifactException {
        S3Address place = modelPlace(model).child(ArtifactNames.requireName("version", version, root.toString()));
        S3Files files = new S3Files(bucket, place, cache);
        Artifact artifact;
        try {
            artifact = Artifact.open(files, trust);
        } catch (ArtifactException e) {
            if (e.getCause() instanceof NoSuchFileException absent
                    && absent.getFile().endsWith("/" + Artifact.MANIFEST)) {
                throw new ArtifactException(
                        modelPlace(model) + " holds no version '" + version + "'; it holds "
                                + String.join(", ", versions(model)) + ".",
                        e);
            }
            throw e;
        }
        ArtifactNames.requirePlace(artifact.manifest(), model, version, place.toString());
        return artifact;
    }

    @Override
    public void publish(Path artifactFolder) throws ArtifactException {
        FolderFiles source = new FolderFiles(artifactFolder);
        Manifest manifest = Artifact.openVerified(source, trust).manifest();
        S3Address version = root.child(manifest.name()).child(manifest.version());
        for (Manifest.FileEntry entry : manifest.files()) {
            Path file = artifactFolder.resolve(entry.path());
            create(version, entry.path(), () -> open(file), entry.length(), BINARY, entry.sha256(), "other content");
        }
        Optional<byte[]> signature = small(source, Artifact.SIGNATURE);
        if (signature.isPresent()) {
            create(version, Artifact.SIGNATURE, signature.get(), BINARY, "another signature");
        }
        byte[] bytes = small(source, Artifact.MANIFEST)
                .orElseThrow(() -> new ArtifactException(artifactFolder + " changed while it was published."));
        create(version, Artifact.MANIFEST, bytes, JSON, "other content");
        // Looked at once more: not every server that speaks S3's protocol keeps the conditions of writing as S3 does.
        makeCurrent(manifest.name(), manifest.version());
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> small(FolderFiles source, String path) throws ArtifactException {
        try {
            ByteBuffer bytes = source.read(path);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return Optional.of(copy);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw new ArtifactException(source.location() + "/" + path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void create(S3Address version, String path, byte[] content, String type, String what)
            throws ArtifactException {
        create(
                version,
                path,
                () -> new ByteArrayInputStream(content),
                content.length,
                type,
                HexFormat.of().formatHex(sha256().digest(content)),
                what);
    }

    /** Writes an object that is not there; one that is there must be the same. */
    private void create(
            S3Address version,
            String path,
            Supplier<InputStream> content,
            long length,
            String type,
            String sha256,
            String what)
            throws ArtifactException {
        S3Address object = version.child(path);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Bucket.Head> there = bucket.head(object);
            if (there.isPresent()) {
                if (!isSame(object, there.get(), length, sha256)) {
                    throw new ArtifactException(version + " exists already with " + what
                            + "; a version never changes, so publish under another one.");
                }
                return;
            }
            if (bucket.create(object, content, length, type, sha256)) {
                return;
            }
        }
        throw crowded(object);
    }

    private boolean isSame(S3Address object, Bucket.Head there, long length, String sha256) throws ArtifactException {
        if (there.length() != length) {
            return false;
        }
        // A server that keeps no checksum of it makes us look ourselves.
        return (there.sha256().isPresent() ? there.sha256().get() : sha256(object)).equals(sha256);
    }

    private String sha256(S3Address object) throws ArtifactException {
        MessageDigest digest = sha256();
        Optional<Download> found = bucket.open(object);
        try (InputStream in = found.isPresent() ? found.get() : InputStream.nullInputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw new ArtifactException(object + " cannot be read: " + S3Failures.reason(e) + ".", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void makeCurrent(String model, String version) throws ArtifactException {
        verify(model, version);
        moveTo(model, version);
    }

    @Override
    public String rollBack(String model) throws ArtifactException {
        S3Address place = modelPlace(model);
        Current seen = current(place);
        CurrentVersions before = seen.versions().requireMovedBack(place.toString());
        verify(model, before.requireCurrent());
        if (!bucket.replace(place.child(CurrentVersions.FILE), before.bytes(), TEXT, seen.etag())) {
            throw new ArtifactException(
                    place + " was not rolled back: somebody else has moved its current version meanwhile; look again.");
        }
        return before.requireCurrent();
    }

    private void moveTo(String model, String version) throws ArtifactException {
        S3Address place = modelPlace(model);
        S3Address object = place.child(CurrentVersions.FILE);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Current seen = current(place);
            CurrentVersions moved = seen.versions().movedTo(version);
            if (moved.equals(seen.versions()) || bucket.replace(object, moved.bytes(), TEXT, seen.etag())) {
                return;
            }
        }
        throw crowded(object);
    }

    private static ArtifactException crowded(S3Address object) {
        return new ArtifactException(object + " cannot be written: others write it all the time; try again.");
    }

    /** Whether a version is whole, without downloading what S3 can vouch for. */
    private void verify(String model, String version) throws ArtifactException {
        Artifact artifact = open(model, version);
        S3Address place = modelPlace(model).child(version);
        for (Manifest.FileEntry entry : artifact.manifest().files()) {
            S3Address object = place.child(entry.path());
            Bucket.Head head = bucket.head(object)
                    .orElseThrow(() -> new ArtifactException(object + " is missing, though the manifest lists it."));
            if (!isSame(object, head, entry.length(), entry.sha256())) {
                throw new ArtifactException(object + " is damaged: its content is not what the manifest says.");
            }
        }
    }

    private S3Address modelPlace(String model) throws ArtifactException {
        return root.child(ArtifactNames.requireName("model", model, root.toString()));
    }

    @Override
    public String place(String model) throws ArtifactException {
        return modelPlace(model).toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
