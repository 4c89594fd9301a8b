package dev.carornot.classifier.artifact;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where versions of models are kept: each version is an artifact that never changes, and each model has at most one current
 * version. Publishing writes the files first and moves {@code current} last; rolling back moves {@code current} alone.
 * Implementations are thread-safe, and several processes may use one store.
 */
public interface ModelStore {
    /**
     * The models that the store holds, in alphabetical order; none when nothing was published yet.
     *
     * @throws ArtifactException when the store cannot be read
     */
    List<String> models() throws ArtifactException;

    /**
     * The versions of a model, in alphabetical order; none when there is no such model.
     *
     * @throws ArtifactException when the name will not do or the store cannot be read
     */
    List<String> versions(String model) throws ArtifactException;

    /**
     * The version in use; empty when there is none.
     *
     * @throws ArtifactException when the name will not do, or what names the current version is damaged
     */
    Optional<String> current(String model) throws ArtifactException;

    /**
     * Opens one version, verified.
     *
     * @throws ArtifactException when it is absent or damaged
     */
    Artifact open(String model, String version) throws ArtifactException;

    /**
     * Opens the current version, verified.
     *
     * @throws ArtifactException when there is none, or it is damaged
     */
    Artifact openCurrent(String model) throws ArtifactException;

    /**
     * Copies an artifact into the store under the name and version of its manifest, verifies the copy and makes it current.
     * Files that the manifest does not list stay behind. A version that is there already with the same content is
     * accepted.
     *
     * @throws ArtifactException when the artifact is damaged, when its version is there already with other content, or
     *     when it cannot be written; {@code current} has not moved then
     */
    void publish(Path artifactFolder) throws ArtifactException;

    /**
     * Moves {@code current} to a version that is there, forward or back.
     *
     * @throws ArtifactException when it is absent or damaged; {@code current} has not moved then
     */
    void makeCurrent(String model, String version) throws ArtifactException;
}
