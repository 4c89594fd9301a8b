package dev.carornot.classifier.image;

/** Carries a refusal from where it is found to {@link ImageDecoder}, which turns it into a value. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal.Reason reason, String message) {
        // Refusals are everyday outcomes: a stack trace would cost more than the look at the header.
        super(message, null, false, false);
        this.refusal = new Refusal(reason, message);
    }

    static RefusedException damaged(String message) {
        return new RefusedException(Refusal.Reason.DAMAGED, message);
    }

    static RefusedException unsupported(String message) {
        return new RefusedException(Refusal.Reason.UNSUPPORTED, message);
    }

    Refusal refusal() {
        return refusal;
    }
}
