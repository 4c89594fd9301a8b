package dev.carornot.classifier.tensor;

import dev.carornot.classifier.message.OneLine;
import java.io.IOException;

/** A tensor file that cannot be read; the message is one sentence that names the file and the reason, on one line whatever it quotes. */
public final class TensorFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public TensorFileException(String message) {
        super(OneLine.of(message));
    }

    public TensorFileException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
