package dev.carornot.classifier.artifact;

import dev.carornot.classifier.tensor.UnfinishedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writing so that nobody ever sees half of it: beside its place first, then moved. */
final class NewFiles {
    private NewFiles() {}

    /** A hidden, unused name in the same folder; no model, version or artifact is called so. */
    static Path beside(Path target) {
        return UnfinishedFiles.beside(target);
    }

    /** Writes a file that must not exist, and waits until the disk has it. */
    static void write(Path file, ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            // Before the move: after a power cut a moved file must not be an empty one.
            channel.force(true);
        }
    }

    /** Writes a file beside its place and moves it there, over one that was there. */
    static void replace(Path file, ByteBuffer bytes) throws IOException {
        Path beside = beside(file);
        try {
            write(beside, bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
