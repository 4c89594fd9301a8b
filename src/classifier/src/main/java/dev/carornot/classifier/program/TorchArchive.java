package dev.carornot.classifier.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module as the zip archive that {@code torch.jit.load} reads: the program's text, and a pickle of an object of
 * its class with the fields that the text declares. It holds no tensors, those come later through a method. Stateless and
 * thread-safe.
 */
final class TorchArchive {
    /** The module's class; the text declares it. */
    static final String CLASS_NAME = "Net";

    private static final String TOP = "program/";
    /** Of the archive's layout: the oldest that libtorch 2.7 still reads, and the one whose operators we name. */
    private static final String LAYOUT_VERSION = "3\n";

    private TorchArchive() {}

    /**
     * Packs a module.
     *
     * @param text the class {@value #CLASS_NAME} in TorchScript's serialised form, with the fields {@code training: bool} and
     *     {@code tensors: List[Tensor]}
     */
    static byte[] of(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "data.pkl", module());
            store(zip, "code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", emptyTuple());
            store(zip, "version", LAYOUT_VERSION.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(TOP + name);
        // The same program gives the same bytes.
        entry.setTime(0);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Pickle, protocol 2: an object of the class, built from {@code {"training": False, "tensors": []}}. */
    private static byte[] module() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        write(pickle, "\u0080\u0002");
        write(pickle, "c__torch__\n" + CLASS_NAME + "\n");
        write(pickle, ")\u0081");
        write(pickle, "}(");
        key(pickle, "training");
        write(pickle, "\u0089");
        key(pickle, "tensors");
        write(pickle, "]");
        write(pickle, "ub.");
        return pickle.toByteArray();
    }

    private static byte[] emptyTuple() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        write(pickle, "\u0080\u0002).");
        return pickle.toByteArray();
    }

    /** BINUNICODE: the length in four bytes, little-endian, then the text. */
    private static void key(ByteArrayOutputStream pickle, String text) {
        write(pickle, "X" + (char) text.length() + "\0\0\0" + text);
    }

    /** Each character is a byte. */
    private static void write(ByteArrayOutputStream pickle, String bytes) {
        pickle.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
