package dev.carornot.training.dataset;

import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds photographs in folders. Stateless and thread-safe. */
public final class PhotographFiles {
    /** What Windows leaves in folders of photographs. */
    private static final Set<String> LITTER = Set.of("thumbs.db", "desktop.ini");

    private PhotographFiles() {}

    /**
     * Every file under a folder and its folders, symbolic links followed, sorted by path. Left out are files and folders
     * whose names begin with a dot, {@code Thumbs.db} and {@code desktop.ini}; what else is no photograph shows when it is
     * decoded.
     *
     * @throws IOException when a folder cannot be read, or contains itself through links
     */
    public static List<Path> under(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(path -> isVisible(folder.relativize(path)) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The same, for a folder that the person who started the run named.
     *
     * @throws UserException when a folder cannot be read
     */
    public static List<Path> inFolder(Path folder) {
        try {
            return under(folder);
        } catch (IOException e) {
            throw new UserException("The folder '" + folder + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isVisible(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return !LITTER.contains(relative.getFileName().toString().toLowerCase(Locale.ROOT));
    }
}
