package dev.carornot.classifier.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a tensor file of either kind; what it is, its content says, not its name. Stateless and thread-safe. */
public final class TensorFiles {
    /** A safetensors file's header length, then the brace that opens the header. */
    private static final int PREFIX = Safetensors.LENGTH_BYTES + 1;

    /** The first bytes of a zip entry, little-endian: "PK", 3, 4. */
    private static final int ZIP_ENTRY = 0x04034b50;

    private static final int PICKLE_PROTOCOL_OPCODE = 0x80;

    private TensorFiles() {}

    /**
     * All tensors of a safetensors file ({@link Safetensors}) or of a PyTorch checkpoint ({@link TorchCheckpoint}).
     *
     * @throws TensorFileException when the file is neither, is absent, or is refused by its reader
     */
    public static TensorMap read(Path file) throws TensorFileException {
        Safetensors.requireRegularFile(file);
        byte[] prefix;
        try (InputStream in = Files.newInputStream(file)) {
            prefix = in.readNBytes(PREFIX);
        } catch (IOException e) {
            throw new TensorFileException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (prefix.length == PREFIX) {
            ByteBuffer start = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
            // First, because the length of a safetensors header may look like the start of a pickle.
            if (prefix[PREFIX - 1] == '{' && start.getInt(Integer.BYTES) == 0) {
                return Safetensors.read(file);
            }
            if (start.getInt(0) == ZIP_ENTRY || (prefix[0] & 0xff) == PICKLE_PROTOCOL_OPCODE) {
                return TorchCheckpoint.read(file);
            }
        }
        throw new TensorFileException(
                file + " is no tensor file: it begins like neither safetensors nor a PyTorch checkpoint (.pth).");
    }
}
