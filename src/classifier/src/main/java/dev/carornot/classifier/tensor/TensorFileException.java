package dev.carornot.classifier.tensor;

import java.io.IOException;

/** A tensor file that cannot be read; the message is one sentence that names the file and the reason. */
public final class TensorFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public TensorFileException(String message) {
        super(message);
    }

    public TensorFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
