package dev.carornot.training.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The bytes of a feature file, little-endian: a header of 8 bytes {@code CARFEAT1}, the key's digest (32 bytes), the
 * dimension {@code d} (int32) and the CRC-32C of these; then records of the photograph's digest (32 bytes), {@code d}
 * float32 and the CRC-32C of these.
 *
 * @param dimension numbers in a vector
 */
record FileFormat(int dimension) {
    static final int DIGEST_BYTES = 32;
    private static final byte[] MAGIC = {'C', 'A', 'R', 'F', 'E', 'A', 'T', '1'};
    static final int HEADER_BYTES = MAGIC.length + DIGEST_BYTES + Integer.BYTES + Integer.BYTES;

    int recordBytes() {
        return DIGEST_BYTES + dimension * Float.BYTES + Integer.BYTES;
    }

    byte[] header(byte[] key) {
        byte[] header = new byte[HEADER_BYTES];
        littleEndian(header).put(MAGIC).put(key).putInt(dimension);
        return withChecksum(header);
    }

    byte[] encode(String sha256, float[] vector) {
        byte[] entry = new byte[recordBytes()];
        littleEndian(entry).put(HexFormat.of().parseHex(sha256)).asFloatBuffer().put(vector);
        return withChecksum(entry);
    }

    boolean isIntact(byte[] entry) {
        int body = entry.length - Integer.BYTES;
        return littleEndian(entry).getInt(body) == checksum(entry, body);
    }

    static String sha256(byte[] entry) {
        return HexFormat.of().formatHex(entry, 0, DIGEST_BYTES);
    }

    float[] vector(byte[] entry) {
        float[] vector = new float[dimension];
        littleEndian(entry).position(DIGEST_BYTES).asFloatBuffer().get(vector);
        return vector;
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
