package dev.carornot.classifier.artifact;

import java.util.Optional;

/**
 * Somewhere that may hold an artifact, a model's versions or a whole store: a folder, or a prefix in a bucket. Its text is
 * how people write it. Implementations are thread-safe.
 */
public interface Place {
    /**
     * Whether a file of this name lies right here.
     *
     * @throws ArtifactException when that cannot be told
     */
    boolean holds(String file) throws ArtifactException;

    /** The files that lie here, to be taken for an artifact. */
    ArtifactFiles files();

    /** This place, to be taken for a store. */
    ModelStore store();

    /** The place around this one, to be taken for a store; empty where nothing is around it. */
    Optional<ModelStore> storeAround();

    /** What this place is called in the one around it. */
    String name();

    /** Why nothing can be here at all, as a sentence; empty when something may be. */
    default Optional<String> objection() {
        return Optional.empty();
    }
}
