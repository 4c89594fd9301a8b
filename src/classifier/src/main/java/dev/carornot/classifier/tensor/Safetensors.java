package dev.carornot.classifier.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The safetensors format: the header's length in eight bytes (little-endian), a JSON header that names type, shape and
 * place of every tensor, then the data. It can hold numbers and nothing else, so there is nothing in it to run; see <a
 * href="https://github.com/huggingface/safetensors#format">its description</a>. Stateless and thread-safe.
 */
public final class Safetensors {
    /** Bytes of the header's length; the header is padded to a multiple of it, too. */
    static final int LENGTH_BYTES = Long.BYTES;

    /** The reference implementation's limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final JsonFactory JSON = new JsonFactory();

    private Safetensors() {}

    /**
     * Maps a file into memory; the tensors are views of the mapping, and nothing is copied. The mapping lives as long as
     * any of the tensors (or a buffer from {@link Tensor#data()}) is reachable. It is read-only: native code that writes
     * through the address of such a buffer ends the JVM, so copy before training. The file must not be truncated
     * meanwhile: replace it by moving another into its place, as {@link #write} does.
     *
     * @param file at most 2 GB, since one mapping holds no more; several times what this product's networks need
     * @throws TensorFileException when the file is absent, too large, or not exactly as the format says; the message
     *     names the file, the tensor and the reason
     */
    public static TensorMap read(Path file) throws TensorFileException {
        return read(map(file), file.toString());
    }

    /**
     * Reads a whole safetensors file that is in memory already. The tensors are views of {@code bytes}, which must not
     * change afterwards.
     *
     * @param bytes the file between position and limit, neither of which moves
     * @param source what to call the file in messages
     * @throws TensorFileException as {@link #read(Path)}
     */
    public static TensorMap read(ByteBuffer bytes, String source) throws TensorFileException {
        ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (file.remaining() < LENGTH_BYTES) {
            throw new TensorFileException(source + " is no safetensors file: it has " + file.remaining()
                    + " bytes, and its header's length alone takes " + LENGTH_BYTES + ".");
        }
        long headerLength = file.getLong(0);
        if (headerLength < 0 || headerLength > MAX_HEADER_BYTES) {
            throw new TensorFileException(source + " is no safetensors file: its header would have "
                    + Long.toUnsignedString(headerLength) + " bytes, and " + MAX_HEADER_BYTES + " is the limit.");
        }
        if (headerLength > file.remaining() - LENGTH_BYTES) {
            throw new TensorFileException(source + " is truncated or no safetensors file: its header has "
                    + headerLength + " bytes, and only " + (file.remaining() - LENGTH_BYTES) + " follow.");
        }
        int dataStart = LENGTH_BYTES + (int) headerLength;
        ByteBuffer json = file.slice(LENGTH_BYTES, (int) headerLength);
        SafetensorsHeader header = SafetensorsHeader.parse(source, json, file.remaining() - (long) dataStart);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            int begin = Math.toIntExact(entry.begin());
            ByteBuffer data = file.slice(dataStart + begin, Math.toIntExact(entry.end()) - begin);
            tensors.put(entry.name(), new Tensor(entry.type().type(), entry.shape(), data));
        }
        return new TensorMap(source, tensors, header.metadata());
    }

    /**
     * Writes a file. The same tensors and metadata in the same order give the same bytes. The file is written beside its
     * place and then moved there, so that nobody sees half of it; one that was there is replaced.
     *
     * @param tensors in the order in which they are to lie in the file
     * @param metadata free text by key; may be empty
     * @throws IllegalArgumentException when a tensor has an element type that the format (or this reader) lacks, or the
     *     header would exceed the format's limit
     * @throws IOException when the file cannot be written; nothing is left behind then
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        byte[] header = header(tensors, metadata);
        Path target = file.toAbsolutePath();
        Path beside = UnfinishedFiles.beside(target);
        try {
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                writeAll(channel, length.putLong(0, header.length));
                writeAll(channel, ByteBuffer.wrap(header));
                for (Tensor tensor : tensors.values()) {
                    writeAll(channel, tensor.data());
                }
                // Before the move: after a power cut a moved file must not be an empty one.
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** The whole file, read-only; a mapping lives until its last buffer is unreachable. */
    static ByteBuffer map(Path file) throws TensorFileException {
        requireRegularFile(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new TensorFileException(
                        file + " has " + channel.size() + " bytes; only files up to 2 GB can be read.");
            }
            return channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (TensorFileException e) {
            throw e;
        } catch (IOException e) {
            throw new TensorFileException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    static void requireRegularFile(Path file) throws TensorFileException {
        if (!Files.isRegularFile(file)) {
            throw new TensorFileException(file + (Files.exists(file) ? " is no regular file." : " does not exist."));
        }
    }

    private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                offset = writeEntry(json, entry.getKey(), entry.getValue(), offset);
            }
            json.writeEndObject();
        }
        while (out.size() % LENGTH_BYTES != 0) {
            out.write(' ');
        }
        if (out.size() > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("The header would have " + out.size() + " bytes, and safetensors allows "
                    + MAX_HEADER_BYTES + ": shorten the names or the metadata.");
        }
        return out.toByteArray();
    }

    private static long writeEntry(JsonGenerator json, String name, Tensor tensor, long begin) throws IOException {
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("No tensor can be called " + name + ": the format reserves the name.");
        }
        ElementType type = ElementType.of(tensor.type())
                .orElseThrow(() -> new IllegalArgumentException(
                        "The tensor " + Quoted.of(name) + " has the element type " + tensor.type()
                                + ", which is not written; known are " + ElementType.safetensorsNames() + "."));
        long end = begin + tensor.data().remaining();
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", type.safetensors());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape().getShape(), 0, tensor.shape().dimension());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        return end;
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
