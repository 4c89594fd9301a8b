package dev.carornot.function.model;

import java.io.IOException;
import java.util.Optional;

/** Where the model comes from. */
public interface ModelSource {
    /**
     * Opens the model.
     *
     * @return a classifier that the caller closes
     * @throws IOException when there is no such model or it is damaged; the message is one sentence that names the file and
     *     the reason
     * @throws IllegalArgumentException when a setting is out of its range; the message names it
     */
    PhotographClassifier open() throws IOException;

    /**
     * The version that {@link #open} would open, where that may become another; cheap to ask for. Empty where it stays.
     *
     * @throws IOException when it cannot be told; the message is one sentence
     */
    Optional<String> currentVersion() throws IOException;

    /** What to call the place in messages. */
    String name();
}
