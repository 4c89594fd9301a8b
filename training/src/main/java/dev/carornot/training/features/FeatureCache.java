package dev.carornot.training.features;

import dev.carornot.classifier.feature.FeatureRecords;
import dev.carornot.training.failure.UserException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feature vectors, or feature maps, on disk, by the SHA-256 of the photograph's bytes: a file for each {@link FeatureKey}, to which one
 * process at a time appends (see {@link FeatureRecords} for its bytes). A run that was interrupted leaves at most a torn tail,
 * which the next opening cuts off. What is read is mapped into memory. Thread-safe.
 */
public final class FeatureCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

    /** A power failure costs at most so much computing. */
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A mapping holds about so many bytes: fewer than the 2 GB that a buffer can hold. */
    private static final long SEGMENT_BYTES = 1L << 30;

    private final Path file;
    private final FileChannel channel;
    private final FeatureRecords format;
    private final Map<String, Long> offsets = new HashMap<>();
    private final long segmentRecords;
    private final List<ByteBuffer> segments = new ArrayList<>();
    private long end;
    private long syncedAt = System.nanoTime();

    private FeatureCache(Path file, FileChannel channel, FeatureRecords format) {
        this.file = file;
        this.channel = channel;
        this.format = format;
        this.segmentRecords = Math.max(1, SEGMENT_BYTES / format.recordBytes());
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
        return open(folder, key, new FeatureRecords(dimension, FeatureRecords.Element.FLOAT32));
    }

    /** As {@link #open}, with numbers of 16 bits: what is read is what was kept, rounded to 11 significant bits. */
    public static FeatureCache openHalved(Path folder, FeatureKey key, int dimension) {
        return open(folder, key, new FeatureRecords(dimension, FeatureRecords.Element.FLOAT16));
    }

    private static FeatureCache open(Path folder, FeatureKey key, FeatureRecords format) {
        byte[] digest = key.digest();
        Path file = folder.resolve(HexFormat.of().formatHex(digest) + ".features");
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, file);
            FeatureCache cache = new FeatureCache(file, channel, format);
            cache.readAll(format.header(digest));
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

    private void readAll(byte[] expectedHeader) throws IOException {
        long size = channel.size();
        end = FeatureRecords.HEADER_BYTES;
        if (size < FeatureRecords.HEADER_BYTES) {
            // New, or interrupted before it held anything.
            channel.truncate(0);
            try {
                writeFully(expectedHeader, 0);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return;
        }
        if (!Arrays.equals(readFully(FeatureRecords.HEADER_BYTES, 0), expectedHeader)) {
            throw new UserException("'" + file + "' is not a feature cache of this network; delete it.");
        }
        boolean intact = true;
        while (intact && end + format.recordBytes() <= size) {
            byte[] entry = readFully(format.recordBytes(), end);
            intact = format.isIntact(entry);
            if (intact) {
                offsets.put(FeatureRecords.sha256(entry), end);
                end += format.recordBytes();
            }
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
        float[] vector = new float[format.dimension()];
        return read(sha256, vector, 0) ? Optional.of(vector) : Optional.empty();
    }

    /**
     * Reads the features of a photograph into an array.
     *
     * @param at where the first number goes
     * @return whether the cache has them
     */
    public boolean read(String sha256, float[] target, int at) {
        ByteBuffer entry;
        synchronized (this) {
            Long offset = offsets.get(sha256);
            if (offset == null) {
                return false;
            }
            try {
                entry = mapped(offset);
            } catch (IOException e) {
                throw new UserException("The feature cache '" + file + "' cannot be read: " + e.getMessage() + ".", e);
            }
        }
        // Several threads at once: this is where the time goes.
        format.decode(entry, target, at);
        return true;
    }

    /** A record's bytes; a segment that has grown since it was mapped is mapped again. */
    private ByteBuffer mapped(long offset) throws IOException {
        long segmentBytes = segmentRecords * format.recordBytes();
        long records = offset - FeatureRecords.HEADER_BYTES;
        int segment = Math.toIntExact(records / segmentBytes);
        int within = Math.toIntExact(records % segmentBytes);
        while (segments.size() <= segment) {
            segments.add(ByteBuffer.allocate(0));
        }
        if (within + format.recordBytes() > segments.get(segment).limit()) {
            long start = FeatureRecords.HEADER_BYTES + segment * segmentBytes;
            segments.set(
                    segment, channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(segmentBytes, end - start)));
        }
        return segments.get(segment).duplicate().position(within);
    }

    /**
     * Keeps a photograph's features; what is kept already stays as it is.
     *
     * @throws IllegalArgumentException when the vector has another dimension
     */
    public synchronized void put(String sha256, float[] vector) {
        if (vector.length != format.dimension()) {
            throw new IllegalArgumentException(
                    "The cache holds vectors of " + format.dimension() + " numbers, not " + vector.length + ".");
        }
        if (offsets.containsKey(sha256)) {
            return;
        }
        try {
            append(format.encode(sha256, vector));
            offsets.put(sha256, end);
            end += format.recordBytes();
            if (System.nanoTime() - syncedAt > SYNC_NANOS) {
                channel.force(false);
                syncedAt = System.nanoTime();
            }
        } catch (IOException e) {
            throw new UserException("The feature cache '" + file + "' cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** Writes at the end, all of it or, where the disk is full, nothing. */
    private void append(byte[] entry) throws IOException {
        try {
            writeFully(entry, end);
        } catch (IOException e) {
            try {
                channel.truncate(end);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private byte[] readFully(int length, long position) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw new EOFException("the file ends early");
            }
        }
        return bytes;
    }

    private void writeFully(byte[] bytes, long position) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            channel.write(source, position + source.position());
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
