package dev.carornot.training.dataset;

import java.nio.file.Path;

/**
 * A photograph as a list names it, before its file was looked at.
 *
 * @param split empty when the content decides
 * @param sha256 as stated; empty when not stated
 * @param line where it is listed; 0 when it was found in a folder
 */
record Listed(
        Path file, String path, boolean positive, String split, String source, String note, String sha256, long line) {}
