package dev.carornot.classifier.artifact;

import java.util.Optional;

/** What a location names: one artifact, or whichever version of a model is current. Implementations are thread-safe. */
public interface ArtifactSource {
    /**
     * Opens the artifact that is there now.
     *
     * @throws ArtifactException when there is none, or it is damaged or not to be trusted
     */
    Artifact open() throws ArtifactException;

    /**
     * The version that {@link #open} would open, where that may become another; cheap to ask for. Empty where the location
     * names one artifact, which stays.
     *
     * @throws ArtifactException when it cannot be told
     */
    Optional<String> currentVersion() throws ArtifactException;

    /** One artifact, which stays. */
    static ArtifactSource of(ArtifactFiles files, Trust trust) {
        return new ArtifactSource() {
            @Override
            public Artifact open() throws ArtifactException {
                return Artifact.open(files, trust);
            }

            @Override
            public Optional<String> currentVersion() {
                return Optional.empty();
            }
        };
    }

    /** The current version of a model. */
    static ArtifactSource currentOf(ModelStore store, String model) {
        return new ArtifactSource() {
            @Override
            public Artifact open() throws ArtifactException {
                return store.openCurrent(model);
            }

            @Override
            public Optional<String> currentVersion() throws ArtifactException {
                return Optional.of(store.requireCurrent(model));
            }
        };
    }
}
