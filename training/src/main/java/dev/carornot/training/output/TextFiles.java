package dev.carornot.training.output;

import dev.carornot.training.failure.UserException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text in UTF-8, written as {@link WholeFiles} does. Stateless and thread-safe. */
public final class TextFiles {
    private TextFiles() {}

    /**
     * Writes a file, over one that was there; its folder is made where it is missing.
     *
     * @throws UserException when it cannot be written; what was there is still there then
     */
    public static void write(Path file, String text) {
        WholeFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
