package dev.carornot.classifier.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Files put together byte by byte, for what no writer writes. */
final class HandMade {
    static final int APP1 = 0xE1;
    static final int APP14 = 0xEE;

    private HandMade() {}

    /** A JPEG with one more segment behind its first marker. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + data.length + 4)
                .put(jpeg, 0, 2)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    static byte[] withExif(byte[] jpeg, byte[] tiff) {
        return withSegment(jpeg, APP1, join(latin("Exif\0\0"), tiff));
    }

    /** A TIFF structure of one directory with one entry, the orientation. */
    static byte[] orientation(int value, ByteOrder order) {
        return ByteBuffer.allocate(26)
                .order(order)
                .put(latin(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) value)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** A progressive JPEG, with the scans that libjpeg suggests. */
    static byte[] progressiveJpeg(BufferedImage image) {
        return jpeg(new IIOImage(image, null, null), true);
    }

    /** A JPEG of four components whose stored samples are all the same, marked as Adobe's with its colour transform. */
    static byte[] printJpeg(int width, int height, int[] stored, int transform) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, stored);
            }
        }
        byte[] plain = jpeg(new IIOImage(raster, null, (IIOMetadata) null), false);
        byte[] adobe = join(latin("Adobe"), new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
        return withSegment(plain, APP14, adobe);
    }

    private static byte[] jpeg(IIOImage image, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (progressive) {
                parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Where a marker stands in a file for the n-th time (from 0), or -1. */
    static int find(byte[] file, int marker, int occurrence) {
        int found = 0;
        for (int at = 0; at + 1 < file.length; at++) {
            if ((file[at] & 0xFF) == 0xFF && (file[at + 1] & 0xFF) == marker && found++ == occurrence) {
                return at;
            }
        }
        return -1;
    }

    /** A PNG file of these chunks. */
    static byte[] png(byte[]... chunks) {
        return join(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, join(chunks));
    }

    static byte[] header(int width, int height, int bits, int colourType) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) bits)
                        .put((byte) colourType)
                        .array());
    }

    /** A PNG's picture: rows of bytes, each with its filter type in front. */
    static byte[] data(int... rows) {
        byte[] raw = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            raw[i] = (byte) rows[i];
        }
        Deflater deflater = new Deflater();
        deflater.setInput(raw);
        deflater.finish();
        byte[] compressed = new byte[raw.length + 100];
        int length = deflater.deflate(compressed);
        deflater.end();
        return chunk("IDAT", Arrays.copyOf(compressed, length));
    }

    static byte[] end() {
        return chunk("IEND", new byte[0]);
    }

    static byte[] chunk(String type, byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(join(latin(type), data));
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(latin(type))
                .put(data)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** A WebP file of these chunks. */
    static byte[] webp(byte[]... chunks) {
        byte[] contents = join(chunks);
        return ByteBuffer.allocate(contents.length + 12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("RIFF"))
                .putInt(contents.length + 4)
                .put(latin("WEBP"))
                .put(contents)
                .array();
    }

    static byte[] webpChunk(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + (data.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin(type))
                .putInt(data.length)
                .put(data)
                .array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part, 0, part.length);
        }
        return bytes.toByteArray();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
