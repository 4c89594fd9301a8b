package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A store in a folder: {@code <root>/<model>/<version>/} holds an artifact, and the text file {@code <root>/<model>/current}
 * names one of the versions ({@link CurrentVersions}). Everything is written beside its place and moved, so that readers, in this process or another,
 * meet whole versions only; of two that move {@code current} at the same time the later wins. Immutable and thread-safe.
 */
public final class FolderModelStore implements ModelStore {
    private final Path root;
    private final Trust trust;

    /** @param root need not exist until something is published */
    public FolderModelStore(Path root) {
        this(root, Trust.ANYONE);
    }

    /**
     * @param root need not exist until something is published
     * @param trust whose artifacts are opened
     */
    public FolderModelStore(Path root, Trust trust) {
        this.root = root;
        this.trust = trust;
    }

    @Override
    public List<String> models() throws ArtifactException {
        return foldersIn(root, model -> isModel(root.resolve(model)));
    }

    @Override
    public List<String> versions(String model) throws ArtifactException {
        return versionsIn(modelFolder(model));
    }

    @Override
    public CurrentVersions history(String model) throws ArtifactException {
        Path file = modelFolder(model).resolve(CurrentVersions.FILE);
        try (InputStream in = Files.newInputStream(file)) {
            return CurrentVersions.read(
                    in.readNBytes(CurrentVersions.MAX_BYTES + 1), Files.size(file), file.toString());
        } catch (NoSuchFileException e) {
            return CurrentVersions.NONE;
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw failure(file + " cannot be read", e);
        }
    }

    @Override
    public Artifact open(String model, String version) throws ArtifactException {
        Path folder = modelFolder(model).resolve(requireName("version", version));
        if (!Files.isDirectory(folder)) {
            throw new ArtifactException(modelFolder(model) + " holds no version '" + version + "'; it holds "
                    + String.join(", ", versions(model)) + ".");
        }
        Artifact artifact = Artifact.open(new FolderFiles(folder), trust);
        ArtifactNames.requirePlace(artifact.manifest(), model, version, folder.toString());
        return artifact;
    }

    @Override
    public void publish(Path artifactFolder) throws ArtifactException {
        FolderFiles source = new FolderFiles(artifactFolder);
        Manifest manifest = Artifact.openVerified(source, trust).manifest();
        Path target = root.toAbsolutePath().resolve(manifest.name()).resolve(manifest.version());
        Path beside = NewFiles.beside(target);
        try {
            Files.createDirectories(target.getParent());
            try {
                copy(source, manifest, beside);
                if (!moveToAbsent(beside, target)) {
                    requireSameManifest(beside, target);
                    addSignature(beside, target);
                }
            } finally {
                NewFiles.deleteTree(beside);
            }
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw failure(target + " cannot be published", e);
        }
        makeCurrent(manifest.name(), manifest.version());
    }

    @Override
    public void makeCurrent(String model, String version) throws ArtifactException {
        open(model, version).verify();
        write(model, history(model).movedTo(version));
    }

    @Override
    public String rollBack(String model) throws ArtifactException {
        CurrentVersions before = history(model).requireMovedBack(place(model));
        String version = before.requireCurrent();
        open(model, version).verify();
        write(model, before);
        return version;
    }

    private void write(String model, CurrentVersions versions) throws ArtifactException {
        Path file = modelFolder(model).resolve(CurrentVersions.FILE).toAbsolutePath();
        try {
            NewFiles.replace(file, ByteBuffer.wrap(versions.bytes()));
        } catch (IOException e) {
            throw failure(file + " cannot be written", e);
        }
    }

    /** Whether a folder holds versions, or names a current one. */
    static boolean isModel(Path folder) {
        try {
            return Files.isRegularFile(folder.resolve(ArtifactNames.CURRENT))
                    || !versionsIn(folder).isEmpty();
        } catch (ArtifactException e) {
            return false;
        }
    }

    private static void copy(FolderFiles source, Manifest manifest, Path beside) throws IOException {
        Files.createDirectory(beside);
        for (Manifest.FileEntry entry : manifest.files()) {
            Path file = beside.resolve(entry.path());
            Files.createDirectories(file.getParent());
            NewFiles.write(file, source.read(entry.path()));
        }
        NewFiles.write(beside.resolve(ManifestJson.FILE), source.read(ManifestJson.FILE));
        Optional<ByteBuffer> signature = signature(source);
        if (signature.isPresent()) {
            NewFiles.write(beside.resolve(Artifact.SIGNATURE), signature.get());
        }
        // The source may have changed while it was copied.
        Artifact.openVerified(new FolderFiles(beside));
    }

    /** @return false when a version is there already */
    private static boolean moveToAbsent(Path beside, Path target) throws IOException {
        if (Files.exists(target)) {
            return false;
        }
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            // Somebody else may have published it since we looked.
            if (Files.exists(target)) {
                return false;
            }
            throw e;
        }
    }

    private static void requireSameManifest(Path beside, Path target) throws IOException {
        // A manifest holds every other file's SHA-256: the same manifest, the same content.
        ByteBuffer ours = new FolderFiles(beside).read(ManifestJson.FILE);
        ByteBuffer theirs;
        try {
            theirs = new FolderFiles(target).read(ManifestJson.FILE);
        } catch (NoSuchFileException e) {
            throw new ArtifactException(target + " is in the way: it is no artifact; remove it.", e);
        }
        if (!ours.equals(theirs)) {
            throw new ArtifactException(target
                    + " exists already with other content; a version never changes, so publish under another one.");
        }
    }

    private static void addSignature(Path beside, Path target) throws IOException {
        Optional<ByteBuffer> ours = signature(new FolderFiles(beside));
        if (ours.isEmpty()) {
            return;
        }
        Optional<ByteBuffer> theirs = signature(new FolderFiles(target));
        if (theirs.isEmpty()) {
            NewFiles.replace(target.resolve(Artifact.SIGNATURE), ours.get());
        } else if (!theirs.equals(ours)) {
            throw new ArtifactException(target
                    + " exists already with another signature; a version never changes, so publish under another one.");
        }
    }

    private static Optional<ByteBuffer> signature(FolderFiles files) throws IOException {
        try {
            return Optional.of(files.read(Artifact.SIGNATURE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<String> versionsIn(Path model) throws ArtifactException {
        return foldersIn(
                model, version -> Files.isRegularFile(model.resolve(version).resolve(ManifestJson.FILE)));
    }

    private static List<String> foldersIn(Path folder, Predicate<String> wanted) throws ArtifactException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(ArtifactNames::isName)
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failure(folder + " cannot be read", e);
        }
    }

    private Path modelFolder(String model) throws ArtifactException {
        return root.resolve(requireName("model", model));
    }

    @Override
    public String place(String model) throws ArtifactException {
        return modelFolder(model).toString();
    }

    private String requireName(String what, String name) throws ArtifactException {
        return ArtifactNames.requireName(what, name, root.toString());
    }

    private static ArtifactException failure(String what, IOException e) {
        return new ArtifactException(what + ": " + e.getMessage() + ".", e);
    }
}
