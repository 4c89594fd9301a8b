package dev.carornot.training.features;

import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feature vectors on disk, by the SHA-256 of the photograph's bytes: a file for each {@link FeatureKey}, to which one
 * process at a time appends. Little-endian throughout, the file is a header of 8 bytes {@code CARFEAT1}, the key's digest
 * (32 bytes), the dimension {@code d} (int32) and the CRC-32C of these, then records of the photograph's digest (32 bytes),
 * {@code d} float32 and the CRC-32C of these.
 *
 * <p>A run that was interrupted leaves at most a torn tail, which the next opening cuts off. Thread-safe.
 */
public final class FeatureCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

    private static final byte[] MAGIC = {'C', 'A', 'R', 'F', 'E', 'A', 'T', '1'};
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC.length + DIGEST_BYTES + Integer.BYTES + Integer.BYTES;
    /** A power failure costs at most so much computing. */
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path file;
    private final FileChannel channel;
    private final int dimension;
    private final int recordBytes;
    private final Map<String, Long> offsets = new HashMap<>();
    private long end;
    private long syncedAt = System.nanoTime();

    private FeatureCache(Path file, FileChannel channel, int dimension) {
        this.file = file;
        this.channel = channel;
        this.dimension = dimension;
        this.recordBytes = DIGEST_BYTES + dimension * Float.BYTES + Integer.BYTES;
    }

    /**
     * The usual place: {@code car-or-not/features} under {@code XDG_CACHE_HOME} where that is set to an absolute path, as
     * the XDG Base Directory Specification asks, else under {@code .cache} in the home folder.
     */
    public static Path defaultFolder(UnaryOperator<String> environment, Path home) {
        String xdg = environment.apply("XDG_CACHE_HOME");
        Path caches =
                xdg != null && !xdg.isEmpty() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
        return caches.resolve("car-or-not").resolve("features");
    }

    /**
     * Opens the key's file, or begins it, and checks every record.
     *
     * @param folder made when absent
     * @param dimension numbers in a vector; 1 or more
     * @throws UserException when another process has it open, or it cannot be read or written
     */
    public static FeatureCache open(Path folder, FeatureKey key, int dimension) {
        byte[] digest = key.digest();
        Path file = folder.resolve(HexFormat.of().formatHex(digest) + ".features");
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, file);
            FeatureCache cache = new FeatureCache(file, channel, dimension);
            cache.readAll(header(digest, dimension));
            return cache;
        } catch (IOException e) {
            closeAfter(e, channel);
            throw new UserException(
                    "The feature cache '" + file + "' cannot be opened ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); name another folder with --cache.",
                    e);
        } catch (RuntimeException e) {
            closeAfter(e, channel);
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new UserException("The feature cache '" + file
                    + "' is in use by another run; wait for it, or name another folder with --cache.");
        }
    }

    private static void closeAfter(Exception cause, FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static ByteBuffer header(byte[] key, int dimension) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put(key).putInt(dimension);
        header.putInt(checksum(header.array(), header.position()));
        return header.flip();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private void readAll(ByteBuffer expectedHeader) throws IOException {
        long size = channel.size();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (size < HEADER_BYTES) {
            // New, or interrupted before it held anything.
            channel.truncate(0);
            writeFully(expectedHeader, 0);
            end = HEADER_BYTES;
            return;
        }
        readFully(header, 0);
        if (!Arrays.equals(header.array(), expectedHeader.array())) {
            throw new UserException("'" + file + "' is not a feature cache of this network; delete it.");
        }
        end = HEADER_BYTES;
        ByteBuffer entry = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        while (end + recordBytes <= size) {
            readFully(entry.clear(), end);
            int body = recordBytes - Integer.BYTES;
            if (entry.getInt(body) != checksum(entry.array(), body)) {
                break;
            }
            offsets.put(HexFormat.of().formatHex(entry.array(), 0, DIGEST_BYTES), end);
            end += recordBytes;
        }
        if (end < size) {
            LOG.warn(
                    "Cut {} bytes off '{}' that an interrupted run left; what they held is computed again.",
                    size - end,
                    file);
            channel.truncate(end);
        }
    }

    /** How many photographs' features are kept. */
    public synchronized int size() {
        return offsets.size();
    }

    public synchronized boolean contains(String sha256) {
        return offsets.containsKey(sha256);
    }

    /** The features of the photograph with this SHA-256 (64 lower-case hexadecimal digits). */
    public synchronized Optional<float[]> get(String sha256) {
        Long offset = offsets.get(sha256);
        if (offset == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            readFully(bytes, offset + DIGEST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("The feature cache '" + file + "' cannot be read.", e);
        }
        float[] vector = new float[dimension];
        bytes.flip().asFloatBuffer().get(vector);
        return Optional.of(vector);
    }

    /**
     * Keeps a photograph's features; what is kept already stays as it is.
     *
     * @throws IllegalArgumentException when the vector has another dimension
     */
    public synchronized void put(String sha256, float[] vector) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException(
                    "The cache holds vectors of " + dimension + " numbers, not " + vector.length + ".");
        }
        if (offsets.containsKey(sha256)) {
            return;
        }
        ByteBuffer entry = ByteBuffer.allocate(recordBytes).order(ByteOrder.LITTLE_ENDIAN);
        entry.put(HexFormat.of().parseHex(sha256));
        for (float value : vector) {
            entry.putFloat(value);
        }
        entry.putInt(checksum(entry.array(), entry.position()));
        try {
            writeFully(entry.flip(), end);
            offsets.put(sha256, end);
            end += recordBytes;
            if (System.nanoTime() - syncedAt > SYNC_NANOS) {
                channel.force(false);
                syncedAt = System.nanoTime();
            }
        } catch (IOException e) {
            throw new UserException("The feature cache '" + file + "' cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new IOException("The file ends early.");
            }
            at += read;
        }
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    /** Writes through to the disk and lets other processes in. */
    @Override
    public synchronized void close() {
        try (FileChannel closing = channel) {
            if (closing.isOpen()) {
                closing.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The feature cache '" + file + "' cannot be closed.", e);
        }
    }
}
