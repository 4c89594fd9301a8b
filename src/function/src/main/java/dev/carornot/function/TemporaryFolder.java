package dev.carornot.function;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The one folder that must be writable: Vert.x puts the page's files there, and JNA the library that decodes JPEGs. */
final class TemporaryFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    private TemporaryFolder() {}

    /** Why it cannot be used, in a sentence; empty when it can. */
    static Optional<String> complaint() {
        Path folder = Path.of(System.getProperty(PROPERTY));
        if (Files.isDirectory(folder) && Files.isWritable(folder)) {
            return Optional.empty();
        }
        return Optional.of("The folder for temporary files, " + folder
                + ", cannot be written to, and nothing else needs to be; mount a small tmpfs there, or name another folder"
                + " with -D" + PROPERTY + "=FOLDER.");
    }
}
