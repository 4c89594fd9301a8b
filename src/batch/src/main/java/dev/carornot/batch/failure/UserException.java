package dev.carornot.batch.failure;

import dev.carornot.classifier.message.OneLine;

/** Something that the person who started the run can mend; the message is one sentence with the way out. */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String message) {
        super(OneLine.of(message));
    }

    public UserException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
