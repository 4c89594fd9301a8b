package dev.carornot.batch.listing;

import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.photograph.Photograph;
import dev.carornot.batch.photograph.PhotographReader;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Lists a folder of a Hadoop file system. */
final class FileListing {
    private FileListing() {}

    static JavaRDD<Photograph> of(String location, Storage storage, StorageSettings settings, SparkSession spark) {
        List<Photograph> here = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        try {
            Path root = storage.path(location);
            for (FileStatus status : storage.fileSystem(root).listStatus(root)) {
                if (status.isDirectory() && !Litter.is(status.getPath().getName())) {
                    folders.add(status.getPath().toString());
                } else if (status.isFile() && !Litter.is(status.getPath().getName())) {
                    here.add(photograph(status, storage));
                }
            }
        } catch (FileNotFoundException e) {
            throw new UserException("There is no folder '" + location + "'; name the folder of the photographs.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException("The folder '" + location + "' cannot be listed: " + e.getMessage() + ".", e);
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        JavaRDD<Photograph> files = context.parallelize(here);
        if (folders.isEmpty()) {
            return files;
        }
        return files.union(context.parallelize(folders, Math.min(folders.size(), Listing.MOST_TASKS))
                .flatMap(folder -> walk(folder, settings)));
    }

    private static Iterator<Photograph> walk(String folder, StorageSettings settings) throws IOException {
        Storage storage = ExecutorResources.shared().storage(settings);
        Path root = new Path(folder);
        return new Walk(storage.fileSystem(root), root, storage);
    }

    private static Photograph photograph(FileStatus status, Storage storage) {
        return new Photograph(storage.text(status.getPath()), PhotographReader.version(status), status.getLen());
    }

    /** Folder by folder: no more than one folder's files are in memory. */
    private static final class Walk implements Iterator<Photograph> {
        private final FileSystem files;
        private final Storage storage;
        private final Deque<Path> folders = new ArrayDeque<>();
        private final Deque<FileStatus> found = new ArrayDeque<>();

        Walk(FileSystem files, Path root, Storage storage) {
            this.files = files;
            this.storage = storage;
            folders.add(root);
        }

        @Override
        public boolean hasNext() {
            while (found.isEmpty() && !folders.isEmpty()) {
                list(folders.pop());
            }
            return !found.isEmpty();
        }

        private void list(Path folder) {
            try {
                for (FileStatus status : files.listStatus(folder)) {
                    if (Litter.is(status.getPath().getName())) {
                        continue;
                    }
                    if (status.isDirectory()) {
                        folders.push(status.getPath());
                    } else {
                        found.add(status);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The folder '" + folder + "' cannot be listed: " + e.getMessage(), e);
            }
        }

        @Override
        public Photograph next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return photograph(found.remove(), storage);
        }
    }
}
