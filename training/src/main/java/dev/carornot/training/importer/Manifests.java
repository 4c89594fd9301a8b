package dev.carornot.training.importer;

import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.Listed;
import dev.carornot.training.failure.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Manifests that are joined to one, each with its splits, sources, notes and further columns.
 *
 * @param files CSV files with a header that names {@code path}, {@code label} and {@code split}; at least one
 * @param reader knows the labels
 */
public record Manifests(List<Path> files, DatasetReader reader) implements Importer {
    public Manifests {
        files = List.copyOf(files);
    }

    @Override
    public Path place() {
        return files.get(0);
    }

    @Override
    public boolean hasBothClasses() {
        // Parts may be joined on the way to a whole.
        return false;
    }

    @Override
    public List<Listed> list() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new UserException("There is no manifest '" + file + "'.");
            }
        }
        return files.stream().flatMap(file -> reader.list(file).stream()).toList();
    }
}
