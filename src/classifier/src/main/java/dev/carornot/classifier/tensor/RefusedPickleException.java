package dev.carornot.classifier.tensor;

import net.razorvine.pickle.PickleException;

/** A pickle that we refuse; the message is the end of a sentence that begins with the file. */
final class RefusedPickleException extends PickleException {
    private static final long serialVersionUID = 1L;

    RefusedPickleException(String message) {
        super(message);
    }

    RefusedPickleException(String message, Throwable cause) {
        super(message, cause);
    }
}
