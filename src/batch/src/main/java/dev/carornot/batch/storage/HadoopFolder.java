package dev.carornot.batch.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** A folder of a Hadoop file system: a file is written beside, under a name that every reader passes over, and renamed. */
final class HadoopFolder implements Folder {
    /** Spark and Hive take no file for data that begins so. */
    private static final String UNFINISHED = "_unfinished-";

    private final Path folder;
    private final Storage storage;

    HadoopFolder(Path folder, Storage storage) {
        this.folder = folder;
        this.storage = storage;
    }

    /** On this machine without a file of checksums beside each. */
    private FileSystem files() throws IOException {
        FileSystem found = storage.fileSystem(folder);
        return found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        FileSystem files = files();
        Path file = new Path(folder, name);
        if (files.exists(file)) {
            return false;
        }
        Path beside = new Path(folder, UNFINISHED + UUID.randomUUID());
        try {
            try (OutputStream out = files.create(beside, false)) {
                out.write(content);
            }
            if (files.rename(beside, file)) {
                return true;
            }
            if (files.exists(file)) {
                return false;
            }
            throw new IOException("'" + storage.text(beside) + "' cannot be renamed to '" + name + "'.");
        } finally {
            files.delete(beside, false);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (InputStream in = files().open(new Path(folder, name))) {
            return in.readAllBytes();
        }
    }

    @Override
    public boolean holds(String name) throws IOException {
        return files().exists(new Path(folder, name));
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : files().listStatus(folder)) {
                String name = status.getPath().getName();
                if (status.isFile() && name.startsWith(prefix)) {
                    names.add(name);
                }
            }
        } catch (FileNotFoundException e) {
            // Nothing has been written yet.
            return names;
        }
        return names;
    }

    @Override
    public Folder child(String name) {
        return new HadoopFolder(new Path(folder, name), storage);
    }

    @Override
    public String toString() {
        return storage.text(folder);
    }
}
