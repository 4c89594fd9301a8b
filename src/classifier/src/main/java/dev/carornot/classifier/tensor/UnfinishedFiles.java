package dev.carornot.classifier.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Names for what is written beside its place before it is moved there, and what became of those who wrote and were killed.
 * Stateless and thread-safe.
 */
public final class UnfinishedFiles {
    /**
     * Of what nobody has touched for so long, nobody goes on writing; the same that the cache of downloads goes by. A process
     * cannot be asked for: it may run on another machine, on the same disk.
     */
    static final Duration ABANDONED = Duration.ofHours(1);

    private static final String SUFFIX = ".tmp";
    private static final int UUID_LENGTH = 36;

    private UnfinishedFiles() {}

    /**
     * A hidden, unused name in the same folder, for a file or a folder. What writers to the same target have left there, and
     * not touched for an hour, is removed.
     *
     * @param target absolute
     */
    public static Path beside(Path target) {
        removeAbandoned(target);
        return target.resolveSibling(prefix(target) + UUID.randomUUID() + SUFFIX);
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    private static void removeAbandoned(Path target) {
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (Stream<Path> files = Files.list(target.getParent())) {
            for (Path file : files.filter(file -> isFor(target, file)).toList()) {
                List<Path> deepestFirst = tree(file);
                if (touched(deepestFirst).isBefore(abandoned)) {
                    for (Path path : deepestFirst) {
                        Files.deleteIfExists(path);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // It stays, and costs nothing but its space: no reason to write nothing new.
            return;
        }
    }

    private static boolean isFor(Path target, Path file) {
        String name = file.getFileName().toString();
        String prefix = prefix(target);
        return name.length() == prefix.length() + UUID_LENGTH + SUFFIX.length()
                && name.startsWith(prefix)
                && name.endsWith(SUFFIX);
    }

    private static List<Path> tree(Path file) throws IOException {
        try (Stream<Path> paths = Files.walk(file)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /** When the newest of them was. */
    private static Instant touched(List<Path> paths) throws IOException {
        Instant newest = Instant.MIN;
        for (Path path : paths) {
            Instant one = Files.getLastModifiedTime(path).toInstant();
            newest = one.isAfter(newest) ? one : newest;
        }
        return newest;
    }
}
