package dev.carornot.classifier.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** PyTorch checkpoints by code, in both forms. */
final class Checkpoints {
    private Checkpoints() {}

    static Object storage(String type, String key, long count) {
        return new PickleWriter.Persistent(
                List.of("storage", new PickleWriter.Global("torch." + type), key, "cpu", count));
    }

    static Object tensor(Object storage, long offset, List<?> size, List<?> stride) {
        return new PickleWriter.Call(
                "torch._utils._rebuild_tensor_v2",
                List.of(storage, offset, size, stride, false, new PickleWriter.OrderedDict(Map.of())));
    }

    /** With the attribute that {@code Module.state_dict()} sets. */
    static Object stateDict(Map<String, ?> tensors) {
        return new PickleWriter.Built(
                new PickleWriter.OrderedDict(tensors),
                Map.of("_metadata", new PickleWriter.OrderedDict(Map.of("", Map.of("version", 1)))));
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    /** The entries of the zip form, by name. */
    static Map<String, byte[]> zipEntries(Object object, Map<String, byte[]> storages) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", PickleWriter.pickle(object));
        entries.put("archive/byteorder", "little".getBytes(UTF_8));
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        entries.put("archive/version", "3\n".getBytes(UTF_8));
        return entries;
    }

    /** @param method {@link ZipEntry#STORED}, as PyTorch does, or {@link ZipEntry#DEFLATED} */
    static byte[] zip(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(method);
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                CRC32 checksum = new CRC32();
                checksum.update(content.getValue());
                entry.setSize(content.getValue().length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] legacy(Object object, Map<String, byte[]> storages, int width) {
        return legacy(Map.of("protocol_version", 1001, "little_endian", true), object, storages, width);
    }

    /** @param width bytes of an element, of every storage */
    static byte[] legacy(Object system, Object object, Map<String, byte[]> storages, int width) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(magic());
        out.writeBytes(PickleWriter.pickle(1001));
        out.writeBytes(PickleWriter.pickle(system));
        out.writeBytes(PickleWriter.pickle(object));
        out.writeBytes(PickleWriter.pickle(storages.keySet().toArray()));
        for (byte[] storage : storages.values()) {
            out.writeBytes(longs(storage.length / width));
            out.writeBytes(storage);
        }
        return out.toByteArray();
    }

    /** The first pickle of the old form: LONG1, ten bytes, little-endian. */
    private static byte[] magic() {
        byte[] bigEndian = new BigInteger("1950a86a20f9469cfc6c", 16).toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2, (byte) 0x8a, (byte) bigEndian.length});
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            out.write(bigEndian[i]);
        }
        out.write('.');
        return out.toByteArray();
    }
}
