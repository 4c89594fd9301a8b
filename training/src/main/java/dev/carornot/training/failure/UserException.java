package dev.carornot.training.failure;

import dev.carornot.classifier.message.OneLine;

/**
 * Something that the person who started the run can mend: the message is one sentence that names the thing, the reason and,
 * where there is one, the way out. The command line prints it as it is, without a stack trace.
 */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String message) {
        super(OneLine.of(message));
    }

    public UserException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
