package dev.carornot.training.importer;

import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.Listed;
import dev.carornot.training.failure.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder with two folders that are called as the labels; there is no official split.
 *
 * @param reader knows the labels
 * @param source what the photographs' source is called
 */
public record Folders(Path place, DatasetReader reader, String source) implements Importer {
    @Override
    public boolean hasBothClasses() {
        return true;
    }

    @Override
    public List<Listed> list() {
        if (!Files.isDirectory(place)) {
            throw new UserException("There is no folder '" + place + "'.");
        }
        return reader.listFolders(place).stream()
                .map(listed -> listed.withSource(source, Map.of()))
                .toList();
    }
}
