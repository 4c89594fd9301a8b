package dev.carornot.function.storage;

/** A storage did not do what it was asked for; the message is one sentence for people. */
public final class StorageException extends Exception {
    private static final long serialVersionUID = 1;

    /** What that means for the one who asked. */
    public enum Kind {
        /** There is no such object or version, or not any more. */
        GONE,
        /** It is there, but not what it was; or somebody else wrote meanwhile. */
        CHANGED,
        /** We may not, or there is no such bucket. Asking again helps only once somebody has changed that. */
        DENIED,
        /** It is there, but has to be restored from an archive before it can be read. */
        ARCHIVED,
        /** The storage or the way to it failed, was too slow, or is asked too often; asking again may help. */
        UNAVAILABLE
    }

    private final Kind kind;

    public StorageException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
