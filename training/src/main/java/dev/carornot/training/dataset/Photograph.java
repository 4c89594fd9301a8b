package dev.carornot.training.dataset;

import java.nio.file.Path;

/**
 * A labelled photograph. Whether its bytes are a picture at all is not known before it is decoded.
 *
 * @param file where it lies
 * @param path as listed, relative to the data set's folder, with {@code /}
 * @param positive whether its label is the positive class
 * @param split e.g. {@code train}
 * @param source where it was taken from; empty when not stated
 * @param note a remark; empty when not stated
 * @param sha256 of the file's bytes, 64 lower-case hexadecimal digits
 */
public record Photograph(
        Path file, String path, boolean positive, String split, String source, String note, String sha256) {
    /** The same in another split. */
    Photograph withSplit(String name) {
        return new Photograph(file, path, positive, name, source, note, sha256);
    }
}
