package dev.carornot.function.model;

/** There is no open model: not yet, or not any more. The message is one sentence for the asker. */
public final class ModelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelUnavailableException(String message) {
        super(message);
    }
}
