package dev.carornot.classifier.artifact;

import dev.carornot.classifier.message.OneLine;
import java.io.IOException;

/**
 * An artifact that is absent, damaged or not to be trusted; the message is one sentence that names the file and the
 * reason, on one line whatever it quotes.
 */
public final class ArtifactException extends IOException {
    private static final long serialVersionUID = 1L;

    public ArtifactException(String message) {
        super(OneLine.of(message));
    }

    public ArtifactException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
