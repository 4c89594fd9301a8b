package dev.carornot.function.lambda;

/** An invocation failed; its message is for people, and there is nothing else to tell them. */
final class UploadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UploadException(String message) {
        super(message, null, false, false);
    }
}
