package dev.carornot.training.robustness;

import dev.carornot.training.picture.Pictures;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * JPEG files as a camera that was held otherwise writes them: the pixels lie turned, and the EXIF orientation (Exif 2.32, tag
 * 0x0112) says by how much they are to be turned back, clockwise. Stateless and thread-safe.
 */
final class Turned {
    /** High, so that what the model makes of the file is the turn's doing and not the coding's. */
    private static final double QUALITY = 0.95;

    private static final int SOI_BYTES = 2;

    private Turned() {}

    static byte[] right(BufferedImage upright) {
        return file(quarters(upright, 3), 6);
    }

    static byte[] upsideDown(BufferedImage upright) {
        return file(quarters(upright, 2), 3);
    }

    static byte[] left(BufferedImage upright) {
        return file(quarters(upright, 1), 8);
    }

    /** The image turned clockwise by so many quarters. */
    private static BufferedImage quarters(BufferedImage image, int quarters) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean swaps = quarters % 2 == 1;
        BufferedImage turned = Pictures.blank(swaps ? height : width, swaps ? width : height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int toX = quarters == 1 ? height - 1 - y : quarters == 2 ? width - 1 - x : y;
                int toY = quarters == 1 ? x : quarters == 2 ? height - 1 - y : width - 1 - x;
                turned.setRGB(toX, toY, image.getRGB(x, y));
            }
        }
        return turned;
    }

    private static byte[] file(BufferedImage stored, int orientation) {
        byte[] jpeg = Pictures.jpeg(stored, QUALITY);
        byte[] segment = exif(orientation);
        return ByteBuffer.allocate(jpeg.length + segment.length)
                .put(jpeg, 0, SOI_BYTES)
                .put(segment)
                .put(jpeg, SOI_BYTES, jpeg.length - SOI_BYTES)
                .array();
    }

    /** An APP1 segment with a TIFF directory of one entry. */
    private static byte[] exif(int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(26)
                .put("MM".getBytes(StandardCharsets.US_ASCII)) // big-endian
                .putShort((short) 42)
                .putInt(8) // where the directory begins
                .putShort((short) 1) // entries
                .putShort((short) 0x0112)
                .putShort((short) 3) // of type SHORT
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0); // no other directory
        byte[] name = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + name.length + tiff.capacity())
                .putShort((short) 0xffe1)
                .putShort((short) (2 + name.length + tiff.capacity()))
                .put(name)
                .put(tiff.array())
                .array();
    }
}
