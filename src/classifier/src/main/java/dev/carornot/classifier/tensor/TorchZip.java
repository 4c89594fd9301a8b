package dev.carornot.classifier.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The form since PyTorch 1.6: a zip with {@code <top>/data.pkl} and a {@code <top>/data/<key>} for each storage. Before an
 * entry is unpacked, its size is compared with what its compressed bytes can yield, and those with the file.
 */
final class TorchZip implements TorchContainer {
    private static final String PICKLE = "/data.pkl";
    private static final String STORAGES = "/data/";
    private static final String BYTE_ORDER = "/byteorder";

    /** Only programs have it, which carry code. */
    private static final String PROGRAM = "/constants.pkl";

    private static final String LITTLE_ENDIAN = "little";
    private static final int LONGEST_BYTE_ORDER = 16;

    /** The most that deflate can save, from zlib's documentation: 1032 to 1. */
    private static final long BEST_COMPRESSION = 1032;

    private static final long DEFLATE_OVERHEAD = 64;

    private final String source;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final String top;

    private TorchZip(String source, ZipFile zip, Map<String, ZipEntry> entries, String top) {
        this.source = source;
        this.zip = zip;
        this.entries = entries;
        this.top = top;
    }

    static TorchZip open(Path file) throws IOException {
        String source = file.toString();
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new TensorFileException(source + " is truncated or damaged: " + e.getMessage() + ".", e);
        }
        try {
            Map<String, ZipEntry> entries = entries(source, zip, file.toFile().length());
            TorchZip container = new TorchZip(source, zip, entries, top(source, entries));
            container.requireLittleEndian();
            return container;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    @Override
    public Object object() throws IOException {
        ByteBuffer pickle = unpack(top + PICKLE, MAX_PICKLE_BYTES);
        try {
            return new TorchPickle().read(new BufferInput(pickle));
        } catch (RefusedPickleException e) {
            throw new TensorFileException(source + " " + e.getMessage() + ".", e);
        }
    }

    @Override
    public ByteBuffer storage(TorchStorage storage) throws IOException {
        ByteBuffer bytes = unpack(top + STORAGES + storage.key(), storage.bytes());
        if (bytes.remaining() != storage.bytes()) {
            throw new TensorFileException(source + " is damaged: its storage " + Quoted.of(storage.key()) + " has "
                    + bytes.remaining() + " bytes, and " + storage.bytes() + " are promised.");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static Map<String, ZipEntry> entries(String source, ZipFile zip, long fileLength)
            throws TensorFileException {
        Map<String, ZipEntry> entries = new HashMap<>();
        long packed = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            if (entries.put(entry.getName(), entry) != null) {
                throw new TensorFileException(
                        source + " is not to be trusted: it holds " + Quoted.of(entry.getName()) + " twice.");
            }
            packed += Math.max(entry.getCompressedSize(), 0);
            if (packed > fileLength || entry.getSize() > unpackable(entry)) {
                throw new TensorFileException(source + " is not to be trusted: its entry " + Quoted.of(entry.getName())
                        + " claims more bytes than the file can hold.");
            }
        }
        return entries;
    }

    private static long unpackable(ZipEntry entry) {
        return entry.getMethod() == ZipEntry.STORED
                ? entry.getCompressedSize()
                : entry.getCompressedSize() * BEST_COMPRESSION + DEFLATE_OVERHEAD;
    }

    private static String top(String source, Map<String, ZipEntry> entries) throws TensorFileException {
        String top = null;
        for (String name : entries.keySet()) {
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                if (top != null) {
                    throw new TensorFileException(source + " is no PyTorch checkpoint: it holds data.pkl twice.");
                }
                top = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (top == null) {
            throw new TensorFileException(source + " is no PyTorch checkpoint: it is a zip without data.pkl.");
        }
        if (entries.containsKey(top + PROGRAM)) {
            throw new TensorFileException(source
                    + " is a TorchScript program, which holds code; save the network's state_dict with torch.save.");
        }
        return top;
    }

    private void requireLittleEndian() throws IOException {
        if (!entries.containsKey(top + BYTE_ORDER)) {
            return;
        }
        String order = StandardCharsets.US_ASCII
                .decode(unpack(top + BYTE_ORDER, LONGEST_BYTE_ORDER))
                .toString();
        if (!order.equals(LITTLE_ENDIAN)) {
            throw new TensorFileException(
                    source + " was written with the byte order " + Quoted.of(order) + "; only little is read.");
        }
    }

    private ByteBuffer unpack(String name, long most) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new TensorFileException(source + " is damaged: it lacks the entry " + Quoted.of(name) + ".");
        }
        if (entry.getSize() < 0 || entry.getSize() > most) {
            throw new TensorFileException(source + " is damaged: its entry " + Quoted.of(name) + " has "
                    + entry.getSize() + " bytes, and at most " + most + " are expected.");
        }
        byte[] bytes = new byte[Math.toIntExact(entry.getSize())];
        CRC32 checksum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            int read = in.readNBytes(bytes, 0, bytes.length);
            checksum.update(bytes, 0, read);
            if (read < bytes.length || in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
                throw new TensorFileException(source + " is damaged: the bytes of its entry " + Quoted.of(name)
                        + " do not fit their checksum.");
            }
        } catch (ZipException e) {
            throw new TensorFileException(
                    source + " is damaged: its entry " + Quoted.of(name) + " cannot be unpacked.", e);
        }
        return ByteBuffer.wrap(bytes);
    }
}
