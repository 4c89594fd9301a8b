package dev.carornot.training.cli;

import dev.carornot.training.failure.UserException;
import dev.carornot.training.output.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The folder that explained photographs go to, each under a name of its own: the photograph's with {@code .png} behind it, and
 * with a number where another photograph of this run has that name already. Names are to be given by one thread; files may be
 * written by many.
 */
final class OverlayFolder {
    private static final String SUFFIX = ".png";
    private static final String OF_STANDARD_INPUT = "standard-input";

    private final Path folder;

    /** In lower case, since some file systems take letters of either case for the same. */
    private final Set<String> taken = new HashSet<>();

    /**
     * Makes the folder, unless it is there.
     *
     * @throws UserException when that fails
     */
    OverlayFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserException(
                    "The folder '" + folder + "' cannot be made ("
                            + e.getClass().getSimpleName() + "); name another one with --explain.",
                    e);
        }
    }

    /** Whether a file lies in it, and so may be an overlay of an earlier run. */
    boolean holds(Path file) {
        return file.toAbsolutePath()
                .normalize()
                .startsWith(folder.toAbsolutePath().normalize());
    }

    /** Where the next photograph's overlay goes. */
    Path place(Path photograph) {
        String name = photograph.toString().equals("-")
                ? OF_STANDARD_INPUT
                : photograph.getFileName().toString();
        String free = name + SUFFIX;
        for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
            free = name + "-" + number + SUFFIX;
        }
        return folder.resolve(free);
    }

    /** Writes an overlay, over one of an earlier run. */
    static void write(Path place, byte[] png) {
        WholeFiles.write(place, png);
    }
}
