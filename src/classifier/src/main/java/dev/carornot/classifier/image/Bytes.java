package dev.carornot.classifier.image;

import java.nio.charset.StandardCharsets;

/** Numbers and names inside a byte array. Callers see to it that what they read lies inside. */
final class Bytes {
    private Bytes() {}

    static int unsigned8(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }

    static int bigEndian16(byte[] bytes, int at) {
        return unsigned8(bytes, at) << 8 | unsigned8(bytes, at + 1);
    }

    static long bigEndian32(byte[] bytes, int at) {
        return (long) bigEndian16(bytes, at) << 16 | bigEndian16(bytes, at + 2);
    }

    static int littleEndian16(byte[] bytes, int at) {
        return unsigned8(bytes, at + 1) << 8 | unsigned8(bytes, at);
    }

    static int littleEndian24(byte[] bytes, int at) {
        return unsigned8(bytes, at + 2) << 16 | littleEndian16(bytes, at);
    }

    static long littleEndian32(byte[] bytes, int at) {
        return (long) littleEndian16(bytes, at + 2) << 16 | littleEndian16(bytes, at);
    }

    /** Whether the Latin-1 characters of {@code text} stand at {@code at}; false as well where the array ends before. */
    static boolean has(byte[] bytes, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || bytes.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
