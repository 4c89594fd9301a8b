package dev.carornot.function.model;

import java.io.IOException;

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

    /** What to call the place in messages. */
    String name();
}
