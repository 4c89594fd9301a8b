package dev.carornot.classifier.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A PNG's chunks (W3C PNG Specification, third edition), reduced to those that its picture needs. The JDK's reader neither
 * checks checksums nor bounds what it unpacks from text and profile chunks, so it gets to see only these.
 */
final class PngStructure {
    private static final String SIGNATURE = "\u0089PNG\r\n\u001A\n";
    private static final byte[] END_CHUNK = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_AND_ALPHA = 4;
    private static final int RGB_AND_ALPHA = 6;
    private static final int HEADER_LENGTH = 13;
    /** Length, type and checksum, of four bytes each. */
    private static final int AROUND_DATA = 12;
    /** Deflate cannot do better than 1032 bytes for one. */
    private static final long BEST_COMPRESSION = 1032;

    private final byte[] bytes;
    /** The signature and the chunks before the data. */
    private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
    /** The data of all its chunks; the reader takes 9 KB for each chunk, and there may be a million. */
    private final ByteArrayOutputStream compressed;

    private int width;
    private int height;
    private int colourType = -1;
    private int bitsPerPixel;
    private int[] transparent;
    private boolean hasPalette;
    private byte[] exif = {};

    private PngStructure(byte[] bytes) {
        this.bytes = bytes;
        this.compressed = new ByteArrayOutputStream(bytes.length);
    }

    /** Goes through the chunks of a file that begins with a PNG's first four bytes. */
    static PngStructure of(byte[] bytes) throws RefusedException {
        if (!Bytes.has(bytes, 0, SIGNATURE)) {
            throw damaged("its signature is broken, as by a transfer that converts line ends");
        }
        PngStructure structure = new PngStructure(bytes);
        structure.parse();
        structure.check();
        return structure;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** A PNG file of the picture's chunks alone, its data in one. */
    byte[] picture() {
        byte[] type = {'I', 'D', 'A', 'T'};
        CRC32 checksum = new CRC32();
        checksum.update(type);
        byte[] data = compressed.toByteArray();
        checksum.update(data);
        return ByteBuffer.allocate(picture.size() + AROUND_DATA + data.length + END_CHUNK.length)
                .put(picture.toByteArray())
                .putInt(data.length)
                .put(type)
                .put(data)
                .putInt((int) checksum.getValue())
                // It may be missing; a picture that is incomplete itself is found out by the reader.
                .put(END_CHUNK)
                .array();
    }

    /** The samples of the one transparent colour of a grey or RGB picture, or null. */
    int[] transparent() {
        return transparent;
    }

    /** The EXIF data, or nothing. */
    byte[] exif() {
        return exif;
    }

    static RefusedException damaged(String how) {
        return RefusedException.damaged("The PNG is damaged: " + how + ".");
    }

    private void parse() throws RefusedException {
        int at = SIGNATURE.length();
        picture.write(bytes, 0, at);
        while (bytes.length - at >= AROUND_DATA) {
            long length = Bytes.bigEndian32(bytes, at);
            if (length > bytes.length - at - AROUND_DATA) {
                break;
            }
            int data = at + 8;
            int next = data + (int) length + 4;
            if (Bytes.has(bytes, at + 4, "IEND")) {
                break;
            }
            chunk(at, data, next);
            at = next;
        }
    }

    private void check() throws RefusedException {
        if (compressed.size() == 0) {
            throw damaged("there is no picture in it");
        }
        if (colourType == PALETTE && !hasPalette) {
            throw damaged("its palette is missing");
        }
    }

    /** As {@link ImageFile#memory}: the samples as stored (less than a byte takes one), the picture, and the data thrice. */
    long memory() {
        int bytesPerPixel = Math.max(1, bitsPerPixel / Byte.SIZE) + Picture.COLOURS;
        return (long) bytesPerPixel * width * height + 3L * bytes.length;
    }

    /** Refuses a picture of which most must be missing, before memory is set aside for it. */
    void requireEnoughData() throws RefusedException {
        double bytesNeeded = (double) bitsPerPixel * width * height / Byte.SIZE;
        if (compressed.size() * BEST_COMPRESSION < bytesNeeded) {
            throw damaged("it states " + width + " x " + height + " pixels, but most of them are missing");
        }
    }

    private void chunk(int at, int data, int next) throws RefusedException {
        int length = next - 4 - data;
        if (colourType < 0) {
            if (!Bytes.has(bytes, at + 4, "IHDR") || length != HEADER_LENGTH) {
                throw damaged("it does not begin with its header");
            }
            keep(at, next);
            header(data);
        } else if (Bytes.has(bytes, at + 4, "IDAT")) {
            if (length > 0) {
                verify(at, next);
                compressed.write(bytes, data, length);
            }
        } else if (Bytes.has(bytes, at + 4, "PLTE")) {
            // In RGB pictures the palette is a hint for poor screens.
            if (colourType == PALETTE && compressed.size() == 0) {
                keep(at, next);
                hasPalette = true;
            }
        } else if (Bytes.has(bytes, at + 4, "tRNS")) {
            transparency(at, data, length);
        } else if (Bytes.has(bytes, at + 4, "eXIf")) {
            exif = Arrays.copyOfRange(bytes, data, data + Math.min(length, ImageFile.LONGEST_EXIF));
        }
    }

    private void keep(int at, int next) throws RefusedException {
        verify(at, next);
        picture.write(bytes, at, next - at);
    }

    private void verify(int at, int next) throws RefusedException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, at + 4, next - at - 8);
        if (checksum.getValue() != Bytes.bigEndian32(bytes, next - 4)) {
            throw damaged("a checksum does not match");
        }
    }

    private void header(int data) throws RefusedException {
        long statedWidth = Bytes.bigEndian32(bytes, data);
        long statedHeight = Bytes.bigEndian32(bytes, data + 4);
        if (statedWidth == 0
                || statedHeight == 0
                || statedWidth > Integer.MAX_VALUE
                || statedHeight > Integer.MAX_VALUE) {
            throw damaged("it states a size of " + statedWidth + " x " + statedHeight + " pixels");
        }
        width = (int) statedWidth;
        height = (int) statedHeight;
        int bits = Bytes.unsigned8(bytes, data + 8);
        colourType = Bytes.unsigned8(bytes, data + 9);
        int channels = switch (colourType) {
            case GREY, PALETTE -> 1;
            case RGB -> 3;
            case GREY_AND_ALPHA -> 2;
            case RGB_AND_ALPHA -> 4;
            default -> throw damaged("colour type " + colourType + " does not exist");
        };
        boolean exists = switch (bits) {
            case 1, 2, 4 -> channels == 1;
            case 8 -> true;
            case 16 -> colourType != PALETTE;
            default -> false;
        };
        if (!exists) {
            throw damaged("colour type " + colourType + " does not exist with " + bits + " bits");
        }
        bitsPerPixel = bits * channels;
    }

    /** The reader handles a palette's transparency; the one colour of the other types is matched to raw samples. */
    private void transparency(int at, int data, int length) throws RefusedException {
        if (colourType == PALETTE && hasPalette) {
            keep(at, data + length + 4);
        } else if (colourType == GREY && length >= 2) {
            transparent = new int[] {Bytes.bigEndian16(bytes, data)};
        } else if (colourType == RGB && length >= 6) {
            transparent = new int[] {
                Bytes.bigEndian16(bytes, data), Bytes.bigEndian16(bytes, data + 2), Bytes.bigEndian16(bytes, data + 4)
            };
        }
    }
}
