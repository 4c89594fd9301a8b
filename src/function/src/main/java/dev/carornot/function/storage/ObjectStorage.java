package dev.carornot.function.storage;

import java.util.Map;
import java.util.Optional;

/**
 * An object storage. Implementations are thread-safe, repeat by themselves what is worth repeating, and are done, one way or
 * the other, when the time is over.
 */
public interface ObjectStorage {
    /** Looks at an object without reading it. */
    ObjectHead head(ObjectId object, RemainingTime time) throws StorageException;

    /**
     * Reads an object whose head was seen.
     *
     * @param most bytes that are taken from the storage at the most; a larger object is cut off there
     * @throws StorageException {@link StorageException.Kind#CHANGED} when its contents are others by now
     */
    byte[] read(ObjectHead object, long most, RemainingTime time) throws StorageException;

    /** An object's tags, by key. */
    Map<String, String> tags(ObjectId object, RemainingTime time) throws StorageException;

    /** Gives an object these tags and no others. */
    void tag(ObjectId object, Map<String, String> tags, RemainingTime time) throws StorageException;

    /** A small object in whole, or empty when there is none. */
    Optional<Document> document(String bucket, String key, RemainingTime time) throws StorageException;

    /**
     * Writes a JSON document if nobody else did meanwhile.
     *
     * @param replaced the eTag of the one that it replaces; empty when there is none yet
     * @throws StorageException {@link StorageException.Kind#CHANGED} when there is another one by now
     */
    void write(String bucket, String key, Optional<String> replaced, byte[] json, RemainingTime time)
            throws StorageException;

    /** Does nothing if there is such a bucket and it may be looked at. */
    void requireBucket(String bucket, RemainingTime time) throws StorageException;
}
