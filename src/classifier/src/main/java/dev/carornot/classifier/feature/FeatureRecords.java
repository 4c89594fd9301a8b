package dev.carornot.classifier.feature;

import dev.carornot.classifier.tensor.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The bytes of a feature file, little-endian: a header of 8 bytes {@code CARFEAT1}, the key's digest (32 bytes), the
 * dimension {@code d} (int32) and the CRC-32C of these; then records of the photograph's digest (32 bytes), {@code d}
 * float32 and the CRC-32C of these. A file of float16 begins with {@code CARHALF1}.
 *
 * @param dimension numbers in a vector
 * @param element how a number is kept
 */
public record FeatureRecords(int dimension, Element element) {
    private static final int DIGEST_BYTES = 32;
    private static final int MAGIC_BYTES = 8;
    /** Bytes before the first record. */
    public static final int HEADER_BYTES = MAGIC_BYTES + DIGEST_BYTES + Integer.BYTES + Integer.BYTES;

    /** How a number is kept on disk. */
    public enum Element {
        FLOAT32("CARFEAT1", Float.BYTES),
        FLOAT16("CARHALF1", Short.BYTES);

        private final String magic;
        private final int bytes;

        Element(String magic, int bytes) {
            this.magic = magic;
            this.bytes = bytes;
        }
    }

    /** Bytes of a record. */
    public int recordBytes() {
        return DIGEST_BYTES + dimension * element.bytes + Integer.BYTES;
    }

    /** The header of a file; {@code key} has 32 bytes. */
    public byte[] header(byte[] key) {
        byte[] header = new byte[HEADER_BYTES];
        littleEndian(header)
                .put(element.magic.getBytes(StandardCharsets.US_ASCII))
                .put(key)
                .putInt(dimension);
        return withChecksum(header);
    }

    /** A record; {@code sha256} has 64 hexadecimal digits. */
    public byte[] encode(String sha256, float[] vector) {
        byte[] entry = new byte[recordBytes()];
        ByteBuffer target = littleEndian(entry).put(HexFormat.of().parseHex(sha256));
        for (float value : vector) {
            if (element == Element.FLOAT16) {
                target.putShort(HalfPrecision.toFloat16(value));
            } else {
                target.putFloat(value);
            }
        }
        return withChecksum(entry);
    }

    /** Whether a record is as it was written. */
    public boolean isIntact(byte[] entry) {
        int body = entry.length - Integer.BYTES;
        return littleEndian(entry).getInt(body) == checksum(entry, body);
    }

    /** Which photograph a record is of: 64 lower-case hexadecimal digits. */
    public static String sha256(byte[] entry) {
        return HexFormat.of().formatHex(entry, 0, DIGEST_BYTES);
    }

    /**
     * Reads a record's numbers.
     *
     * @param entry a whole record, from its position on
     * @param at where the first goes
     */
    public void decode(ByteBuffer entry, float[] target, int at) {
        ByteBuffer numbers = entry.slice(entry.position() + DIGEST_BYTES, dimension * element.bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (element == Element.FLOAT32) {
            numbers.asFloatBuffer().get(target, at, dimension);
            return;
        }
        for (int i = 0; i < dimension; i++) {
            target[at + i] = HalfPrecision.fromFloat16(numbers.getShort(Short.BYTES * i));
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] withChecksum(byte[] bytes) {
        int body = bytes.length - Integer.BYTES;
        littleEndian(bytes).putInt(body, checksum(bytes, body));
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
