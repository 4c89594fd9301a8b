package dev.carornot.classifier.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The chunks of a WebP (RFC 9649, section 2), reduced to one still picture: the file's own or an animation's first frame.
 * The reader gets to see nothing else, so that what it decodes is exactly what was measured here.
 */
final class WebpStructure {
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int EXTENDED_LENGTH = 10;
    private static final int PROFILE_FLAG = 0x20;
    private static final int ALPHA_FLAG = 0x10;
    private static final int FRAME_HEADER = 16;
    private static final int LOSSY_HEADER = 10;
    private static final int LOSSLESS_HEADER = 5;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final String LOSSY_START_CODE = "\u009D\1*";
    private static final int FOURTEEN_BITS = 0x3FFF;

    private record Chunk(int data, int length) {}

    private final byte[] bytes;
    private Chunk extended;
    private Chunk profile;
    private Chunk alpha;
    private Chunk picture;
    private boolean lossless;
    private boolean insideFrame;
    private int width;
    private int height;
    private byte[] exif = {};

    private WebpStructure(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes through the chunks of a file that begins with a WebP's twelve bytes. */
    static WebpStructure of(byte[] bytes) throws RefusedException {
        WebpStructure structure = new WebpStructure(bytes);
        structure.walk(FIRST_CHUNK, bytes.length);
        structure.readSize();
        return structure;
    }

    private void readSize() throws RefusedException {
        if (picture == null) {
            throw RefusedException.damaged("The WebP has no picture in it; it may have been cut off.");
        }
        if (lossless) {
            readLosslessSize();
        } else {
            readLossySize();
        }
        if (width == 0 || height == 0) {
            throw RefusedException.damaged("The WebP states a size of " + width + " x " + height + " pixels.");
        }
    }

    /** Bytes of the file. */
    int length() {
        return bytes.length;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The EXIF data, or nothing. */
    byte[] exif() {
        return exif;
    }

    private void walk(int from, int to) throws RefusedException {
        int at = from;
        while (to - at >= CHUNK_HEADER) {
            String type = new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
            long length = Bytes.littleEndian32(bytes, at + 4);
            int data = at + CHUNK_HEADER;
            if (length > to - data) {
                if (picture == null) {
                    throw RefusedException.damaged("The WebP is cut off; send it again.");
                }
                return;
            }
            take(type, new Chunk(data, (int) length));
            // Chunks begin at even offsets.
            at = (int) Math.min(to, data + length + (length & 1));
        }
    }

    private void take(String type, Chunk chunk) throws RefusedException {
        switch (type) {
            case "VP8X" -> extended = chunk;
            case "ICCP" -> profile = chunk;
            case "EXIF" -> exif = withoutPrefix(chunk);
            case "ANMF" -> {
                // A frame holds no frames: whoever puts some into each other wants to see how deep we go.
                if (picture == null && !insideFrame && chunk.length() > FRAME_HEADER) {
                    insideFrame = true;
                    walk(chunk.data() + FRAME_HEADER, chunk.data() + chunk.length());
                    insideFrame = false;
                }
            }
            case "ALPH" -> alpha = picture == null ? chunk : alpha;
            case "VP8 ", "VP8L" -> {
                if (picture == null) {
                    picture = chunk;
                    lossless = type.equals("VP8L");
                }
            }
            default -> {
                // Metadata and whatever the format will know one day: not needed for the picture.
            }
        }
    }

    /** Some writers put JPEG's introduction before the TIFF structure. */
    private byte[] withoutPrefix(Chunk chunk) {
        int prefix = Bytes.has(bytes, chunk.data(), "Exif\0\0") ? Math.min(6, chunk.length()) : 0;
        int length = Math.min(chunk.length() - prefix, ImageFile.LONGEST_EXIF);
        return Arrays.copyOfRange(bytes, chunk.data() + prefix, chunk.data() + prefix + length);
    }

    private void readLossySize() throws RefusedException {
        if (picture.length() < LOSSY_HEADER || !Bytes.has(bytes, picture.data() + 3, LOSSY_START_CODE)) {
            throw RefusedException.damaged("The WebP's picture has no header.");
        }
        width = Bytes.littleEndian16(bytes, picture.data() + 6) & FOURTEEN_BITS;
        height = Bytes.littleEndian16(bytes, picture.data() + 8) & FOURTEEN_BITS;
    }

    private void readLosslessSize() throws RefusedException {
        if (picture.length() < LOSSLESS_HEADER || Bytes.unsigned8(bytes, picture.data()) != LOSSLESS_SIGNATURE) {
            throw RefusedException.damaged("The WebP's picture has no header.");
        }
        int sizes = (int) Bytes.littleEndian32(bytes, picture.data() + 1);
        width = 1 + (sizes & FOURTEEN_BITS);
        height = 1 + (sizes >> 14 & FOURTEEN_BITS);
    }

    boolean hasProfile() {
        return profile != null;
    }

    /** A WebP file of the one picture. */
    byte[] still(boolean withProfile) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(bytes.length);
        if (extended != null && extended.length() >= EXTENDED_LENGTH) {
            int hasAlpha = alpha == null ? Bytes.unsigned8(bytes, extended.data()) & ALPHA_FLAG : ALPHA_FLAG;
            byte[] header = ByteBuffer.allocate(EXTENDED_LENGTH + 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(hasAlpha | (withProfile && hasProfile() ? PROFILE_FLAG : 0))
                    // Two numbers of 24 bits, each one less than the side.
                    .putLong((long) (height - 1) << 24 | width - 1)
                    .array();
            write(chunks, "VP8X", header, 0, EXTENDED_LENGTH);
            writeIfPresent(chunks, "ICCP", withProfile ? profile : null);
            writeIfPresent(chunks, "ALPH", lossless ? null : alpha);
        }
        write(chunks, lossless ? "VP8L" : "VP8 ", bytes, picture.data(), picture.length());
        byte[] contents = chunks.toByteArray();
        return ByteBuffer.allocate(FIRST_CHUNK + contents.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(4 + contents.length)
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                .put(contents)
                .array();
    }

    private void writeIfPresent(ByteArrayOutputStream to, String type, Chunk chunk) {
        if (chunk != null) {
            write(to, type, bytes, chunk.data(), chunk.length());
        }
    }

    private static void write(ByteArrayOutputStream to, String type, byte[] data, int from, int length) {
        byte[] header = ByteBuffer.allocate(CHUNK_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(length)
                .array();
        to.write(header, 0, header.length);
        to.write(data, from, length);
        if ((length & 1) != 0) {
            to.write(0);
        }
    }
}
