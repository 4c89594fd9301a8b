package dev.carornot.training.failure;

/**
 * Something that the person who started the run can mend: the message is one sentence that names the thing, the reason and,
 * where there is one, the way out. The command line prints it as it is, without a stack trace.
 */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String message) {
        super(message);
    }

    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
