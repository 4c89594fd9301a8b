package dev.carornot.training.importer;

import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/** The variables of a MATLAB file of version 5 to 7. */
record MatlabFile(Path file, MatFile content) {
    static MatlabFile read(Path file) {
        // From memory, since a mapped file stays open until the garbage collector comes by.
        try (Source source = Sources.wrap(Files.readAllBytes(file))) {
            return new MatlabFile(file, Mat5.newReader(source).readMat());
        } catch (IOException | RuntimeException e) {
            throw new UserException(
                    "'" + file + "' is not a MATLAB file of version 5 to 7, or is damaged (" + e.getMessage() + ").",
                    e);
        }
    }

    /** The variable of that name and kind. */
    <T extends Array> T get(String name, Class<T> kind) {
        for (MatFile.Entry entry : content.getEntries()) {
            if (entry.getName().equals(name) && kind.isInstance(entry.getValue())) {
                return kind.cast(entry.getValue());
            }
        }
        throw new UserException(
                "'" + file + "' has no " + kind.getSimpleName().toLowerCase(Locale.ROOT) + " array '" + name + "'.");
    }
}
