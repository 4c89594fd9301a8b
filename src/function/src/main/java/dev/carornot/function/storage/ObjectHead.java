package dev.carornot.function.storage;

import java.time.Instant;

/**
 * What is known of an object without reading it.
 *
 * @param id the object; with its version, if the bucket keeps any, even where none was asked for
 * @param size in bytes
 * @param eTag names the contents, without quotation marks; another one after every change
 * @param lastModified to the second, as S3 has it
 */
public record ObjectHead(ObjectId id, long size, String eTag, Instant lastModified) {
    /** Whether what was looked at stays what it is, however often somebody uploads under the same key. */
    public boolean pinned() {
        // "null" is the version of objects from before versions were kept, or while that is suspended: it is
        // overwritten.
        return id.version() != null && !id.version().equals("null");
    }
}
