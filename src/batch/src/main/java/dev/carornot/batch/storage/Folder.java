package dev.carornot.batch.storage;

import java.io.IOException;
import java.util.List;

/**
 * A place for small files that appear as a whole or not at all, and never change. Implementations are thread-safe.
 */
public interface Folder {
    /**
     * Writes a file, unless one of this name is there. Of several who write the same name one wins, and nobody reads half of it.
     *
     * @return false when it was there already
     */
    boolean create(String name, byte[] content) throws IOException;

    /** The whole file. */
    byte[] read(String name) throws IOException;

    boolean holds(String name) throws IOException;

    /** The names of the files right here that begin with a prefix, in no order; none where there is no folder yet. */
    List<String> names(String prefix) throws IOException;

    /** A folder in this one. */
    Folder child(String name);

    /** The folder that a location names; it need not exist yet. */
    static Folder of(String location, Storage storage) throws IOException {
        return S3Location.matches(location)
                ? new S3Folder(S3Location.parse(location).folder(), storage)
                : new HadoopFolder(storage.path(location), storage);
    }
}
