package dev.carornot.training.dataset;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists a folder of photographs for each class. */
final class FolderReader {
    private FolderReader() {}

    static List<Listed> read(Path data, Labels labels) {
        List<Listed> listed = new ArrayList<>();
        for (String label : List.of(labels.negative(), labels.positive())) {
            Path folder = data.resolve(label);
            List<Path> files = PhotographFiles.inFolder(folder);
            if (files.isEmpty()) {
                throw new UserException("The folder '" + folder + "' has no photographs.");
            }
            for (Path file : files) {
                String path = data.relativize(file).toString().replace('\\', '/');
                listed.add(Listed.found(file, path, label.equals(labels.positive())));
            }
        }
        return listed;
    }
}
