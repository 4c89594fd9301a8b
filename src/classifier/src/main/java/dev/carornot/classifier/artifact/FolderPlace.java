package dev.carornot.classifier.artifact;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder.
 *
 * @param folder as people write it
 * @param trust whose artifacts are opened there
 */
record FolderPlace(Path folder, Trust trust) implements Place {
    @Override
    public boolean holds(String file) {
        return Files.exists(folder.resolve(file));
    }

    @Override
    public ArtifactFiles files() {
        return new FolderFiles(folder);
    }

    @Override
    public ModelStore store() {
        return new FolderModelStore(folder, trust);
    }

    @Override
    public Optional<ModelStore> storeAround() {
        return Optional.ofNullable(absolute().getParent()).map(parent -> new FolderModelStore(parent, trust));
    }

    @Override
    public String name() {
        return absolute().getFileName().toString();
    }

    @Override
    public Optional<String> objection() {
        return Files.isDirectory(folder)
                ? Optional.empty()
                : Optional.of(folder + " is no folder; name an artifact, a model or a store with one model.");
    }

    private Path absolute() {
        return folder.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
