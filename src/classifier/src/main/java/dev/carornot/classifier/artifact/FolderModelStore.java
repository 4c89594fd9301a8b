package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * names one of the versions. Everything is written beside its place and moved, so that readers, in this process or another,
 * meet whole versions only. Immutable and thread-safe.
 */
public final class FolderModelStore implements ModelStore {
    /** A name and a line feed. */
    private static final int MAX_CURRENT_BYTES = 256;

    private final Path root;

    /** @param root need not exist until something is published */
    public FolderModelStore(Path root) {
        this.root = root;
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
    public Optional<String> current(String model) throws ArtifactException {
        Path file = modelFolder(model).resolve(ArtifactNames.CURRENT);
        try {
            if (Files.size(file) > MAX_CURRENT_BYTES) {
                throw new ArtifactException(file + " is damaged: it has " + Bytes.count(Files.size(file))
                        + " instead of a version's name.");
            }
            String version = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            if (!ArtifactNames.isName(version)) {
                throw new ArtifactException(file + " is damaged: what it holds is no version's name.");
            }
            return Optional.of(version);
        } catch (NoSuchFileException e) {
            return Optional.empty();
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
        Artifact artifact = Artifact.open(new FolderFiles(folder));
        Manifest manifest = artifact.manifest();
        if (!manifest.name().equals(model) || !manifest.version().equals(version)) {
            throw new ArtifactException(folder + " is out of place: its manifest says that it is version '"
                    + manifest.version() + "' of '" + manifest.name() + "'.");
        }
        return artifact;
    }

    @Override
    public Artifact openCurrent(String model) throws ArtifactException {
        Optional<String> version = current(model);
        if (version.isEmpty()) {
            throw new ArtifactException(
                    modelFolder(model) + " has no current version; publish one, or choose one of those that it holds.");
        }
        return open(model, version.get());
    }

    @Override
    public void publish(Path artifactFolder) throws ArtifactException {
        FolderFiles source = new FolderFiles(artifactFolder);
        Manifest manifest = Artifact.openVerified(source).manifest();
        Path target = root.toAbsolutePath().resolve(manifest.name()).resolve(manifest.version());
        Path beside = NewFiles.beside(target);
        try {
            Files.createDirectories(target.getParent());
            try {
                copy(source, manifest, beside);
                if (!moveToAbsent(beside, target)) {
                    requireSameManifest(beside, target);
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
        Path file = modelFolder(model).resolve(ArtifactNames.CURRENT).toAbsolutePath();
        try {
            NewFiles.replace(file, ByteBuffer.wrap((version + "\n").getBytes(StandardCharsets.US_ASCII)));
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

    private String requireName(String what, String name) throws ArtifactException {
        Optional<String> objection = ArtifactNames.objectionToName(name);
        if (objection.isPresent()) {
            throw new ArtifactException(
                    "In " + root + " no " + what + " can be called '" + name + "': " + objection.get() + ".");
        }
        return name;
    }

    private static ArtifactException failure(String what, IOException e) {
        return new ArtifactException(what + ": " + e.getMessage() + ".", e);
    }
}
