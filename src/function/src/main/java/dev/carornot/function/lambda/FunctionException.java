package dev.carornot.function.lambda;

/** An invocation failed, or the start; its message is for people, and there is nothing else to tell them. */
final class FunctionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FunctionException(String message) {
        super(message, null, false, false);
    }
}
