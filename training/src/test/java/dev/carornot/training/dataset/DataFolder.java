package dev.carornot.training.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds data sets of files whose content is text: whoever only lists photographs never decodes them. */
final class DataFolder {
    final Path root;
    private final StringBuilder manifest = new StringBuilder();

    DataFolder(Path root) {
        this.root = root;
    }

    DataFolder file(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataFolder lines(String... lines) {
        for (String line : lines) {
            manifest.append(line).append("\r\n");
        }
        return file("manifest.csv", manifest.toString());
    }

    /** A file and its line {@code path,label,split}. */
    DataFolder photograph(String path, String label, String split) {
        return file(path, "content of " + path).lines(path + "," + label + "," + split);
    }

    static String sha256(String content) {
        return Sha256.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
