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
     * The version in use and those that were in use before it; {@link CurrentVersions#NONE} when there is none.
     *
     * @throws ArtifactException when the name will not do, or what names the current version is damaged
     */
    CurrentVersions history(String model) throws ArtifactException;

    /**
     * The version in use; empty when there is none.
     *
     * @throws ArtifactException as {@link #history}
     */
    default Optional<String> current(String model) throws ArtifactException {
        return history(model).current();
    }

    /**
     * The version in use.
     *
     * @throws ArtifactException as {@link #history}, and when there is none
     */
    default String requireCurrent(String model) throws ArtifactException {
        Optional<String> version = current(model);
        if (version.isEmpty()) {
            throw new ArtifactException(
                    place(model) + " has no current version; publish one, or choose one of those that it holds.");
        }
        return version.get();
    }

    /**
     * Opens one version; its files are verified when they are first used.
     *
     * @throws ArtifactException when it is absent, damaged or signed by nobody whom the store's user trusts
     */
    Artifact open(String model, String version) throws ArtifactException;

    /**
     * Opens the current version.
     *
     * @throws ArtifactException as {@link #open}, and when there is none
     */
    default Artifact openCurrent(String model) throws ArtifactException {
        return open(model, requireCurrent(model));
    }

    /**
     * Copies an artifact into the store under the name and version of its manifest, verifies the copy and makes it current.
     * Files that the manifest does not list stay behind, but for its signature. A version that is there already with the
     * same content is accepted, and gets a signature that it lacked.
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

    /**
     * Moves {@code current} to the version that was current before; once more, to the one before that.
     *
     * @return the version that is current now
     * @throws ArtifactException when there was none, or it is absent or damaged; {@code current} has not moved then
     */
    String rollBack(String model) throws ArtifactException;

    /**
     * What to call a model's place in messages.
     *
     * @throws ArtifactException when the name will not do
     */
    String place(String model) throws ArtifactException;
}
