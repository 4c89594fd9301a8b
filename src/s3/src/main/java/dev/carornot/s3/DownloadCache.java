package dev.carornot.s3;

import dev.carornot.classifier.artifact.ArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A folder of files that were downloaded, each named by the SHA-256 of its content: what two versions share is fetched once.
 * Files are written beside and moved, so that several processes may use one folder. Those not used for longest go when the
 * folder has grown too large. Thread-safe.
 */
public final class DownloadCache {
    /** A version of ResNet-50 has 126 MB (fp32 and int8); two of them fit, and a third on its way into Lambda's 512 MB. */
    static final long MAX_BYTES = 384_000_000;

    /** What a process that was ended left half-written. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final int ATTEMPTS = 3;
    private static final String UNFINISHED = ".part";
    private static final String OWNER_ONLY = "rwx------";

    private final Path folder;
    private final long maxBytes;

    /** @param folder need not exist yet */
    public DownloadCache(Path folder) {
        this(folder, MAX_BYTES);
    }

    DownloadCache(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    Path folder() {
        return folder;
    }

    /** How a file is fetched from its beginning. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Sees to it that the folder holds a file with this content, under its digest's name; its bytes were looked at now, or
     * while they came in.
     *
     * @param name what to call it in messages
     * @throws NoSuchFileException when {@code source} says so
     * @throws ArtifactException when what comes is something else, or stops coming
     */
    void fetch(String name, String sha256, long length, Source source) throws IOException {
        Path file = folder.resolve(sha256);
        if (holds(file, sha256, length)) {
            touch(file);
            return;
        }
        createFolder();
        Path part = Files.createTempFile(folder, sha256.substring(0, 8), UNFINISHED);
        try {
            download(name, part, sha256, length, source);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        clear(file);
    }

    private void createFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // It may lie where everybody writes.
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static boolean holds(Path file, String sha256, long length) throws IOException {
        try {
            return Files.size(file) == length && sha256(file).equals(sha256);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hexadecimal(digest);
    }

    private static void download(String name, Path part, String sha256, long length, Source source) throws IOException {
        for (int attempt = 1; ; attempt++) {
            MessageDigest digest = digest();
            try (InputStream in = source.open();
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                copy(in, out, length + 1);
            } catch (NoSuchFileException | ArtifactException e) {
                throw e;
            } catch (IOException | SdkException e) {
                if (attempt < ATTEMPTS) {
                    continue;
                }
                throw new ArtifactException(
                        "The download of " + name + " broke off " + ATTEMPTS + " times: " + S3Failures.reason(e) + ".",
                        e);
            }
            requireWhole(name, part, sha256, length, hexadecimal(digest));
            return;
        }
    }

    private static void requireWhole(String name, Path part, String sha256, long length, String found)
            throws IOException {
        long size = Files.size(part);
        if (size > length) {
            throw new ArtifactException(String.format(
                    "%s is damaged: it has more than the %,d bytes that the manifest says.", name, length));
        }
        if (size < length) {
            throw new ArtifactException(String.format(
                    "%s is damaged: it has %,d bytes, and the manifest says %,d bytes.", name, size, length));
        }
        if (!found.equals(sha256)) {
            throw new ArtifactException(
                    name + " is damaged: its SHA-256 is " + found + ", and the manifest says " + sha256 + ".");
        }
    }

    /** At most so many bytes: what never ends must not fill the disk. */
    private static void copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = most;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // Then it goes sooner than it should, no more.
            return;
        }
    }

    /** Files that are mapped by a process stay with it until it lets go of them. */
    private void clear(Path keep) throws IOException {
        List<Path> finished = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            Instant abandoned = Instant.now().minus(ABANDONED);
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(UNFINISHED)) {
                    finished.add(file);
                } else if (used(file).isBefore(abandoned)) {
                    remove(file);
                }
            }
        }
        finished.sort(Comparator.comparing(DownloadCache::used).reversed());
        long total = 0;
        for (Path file : finished) {
            total += size(file);
            if (total > maxBytes && !file.equals(keep)) {
                remove(file);
            }
        }
    }

    private static Instant used(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Another process may have been quicker; a file that stays is tried again next time.
            return;
        }
    }

    private static String hexadecimal(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
