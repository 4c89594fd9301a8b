package dev.carornot.training.output;

import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files, written beside their places and then moved there. Stateless and thread-safe. */
public final class WholeFiles {
    private WholeFiles() {}

    /**
     * Writes a file, over one that was there; its folder is made where it is missing.
     *
     * @throws UserException when it cannot be written; what was there is still there then
     */
    public static void write(Path file, byte[] bytes) {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(target.getParent());
            try {
                // Not a temporary file, which nobody but its owner may read.
                Files.write(beside, bytes, StandardOpenOption.CREATE_NEW);
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UserException(
                    "'" + file + "' cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ").",
                    e);
        }
    }
}
