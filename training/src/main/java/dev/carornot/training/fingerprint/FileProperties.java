package dev.carornot.training.fingerprint;

import dev.carornot.classifier.image.ImageFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What a picture's file tells without a look at the picture, from its header alone.
 *
 * @param width as stored, in pixels
 * @param height as stored, in pixels
 * @param bytes of the whole file
 * @param coarseness mean of a JPEG's first quantisation table, which falls as the encoder's quality rises; 0 of other formats
 * @param chromaPixels luminance samples for each chrominance sample of a JPEG: 1, 2 or 4 as a rule; 1 of grey ones and of
 *     other formats
 * @param progressive whether it is a JPEG of many scans
 */
public record FileProperties(
        ImageFormat format,
        int width,
        int height,
        long bytes,
        double coarseness,
        int chromaPixels,
        boolean progressive) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private static final int SOI = 0xFFD8;
    private static final int DQT = 0xDB;
    private static final int SOS = 0xDA;
    private static final int FIRST_SOF = 0xC0;
    private static final int LAST_SOF = 0xCF;
    private static final int PROGRESSIVE_SOF = 0xC2;
    /** Three markers among the frames' that begin no frame: Huffman tables, a reserved one, arithmetic conditioning. */
    private static final String NO_FRAMES = "\u00C4\u00C8\u00CC";

    private static final int TABLE_VALUES = 64;

    /** The properties of a file; empty when its header cannot be made out. */
    public static Optional<FileProperties> of(byte[] file) {
        try {
            if (file.length > 2 && u16(file, 0) == SOI) {
                return Optional.of(jpeg(file));
            }
            ImageFormat format = startsWith(file, PNG)
                    ? ImageFormat.PNG
                    : startsWith(file, "RIFF".getBytes(StandardCharsets.US_ASCII)) ? ImageFormat.WEBP : null;
            return format == null ? Optional.empty() : other(format, file);
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] file, byte[] signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= file.length || file[i] != signature[i]) {
                return false;
            }
        }
        return true;
    }

    /** Goes from marker to marker up to the first scan (ITU-T T.81, annex B). */
    private static FileProperties jpeg(byte[] file) {
        int width = 0;
        int height = 0;
        int chromaPixels = 1;
        boolean progressive = false;
        double coarseness = 0;
        int at = 2;
        while (true) {
            int marker = u8(file, at + 1);
            if (u8(file, at) != 0xFF || marker == SOS) {
                break;
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int body = at + 4;
            if (marker == DQT && coarseness == 0) {
                coarseness = meanOfTable(file, body);
            } else if (marker >= FIRST_SOF && marker <= LAST_SOF && NO_FRAMES.indexOf(marker) < 0) {
                progressive = marker == PROGRESSIVE_SOF;
                height = u16(file, body + 1);
                width = u16(file, body + 3);
                int sampling = u8(file, body + 7);
                chromaPixels = u8(file, body + 5) < 3 ? 1 : (sampling >> 4) * (sampling & 15);
            }
            at += 2 + u16(file, at + 2);
        }
        if (width == 0 || height == 0) {
            throw new IndexOutOfBoundsException("There is no frame before the first scan.");
        }
        return new FileProperties(ImageFormat.JPEG, width, height, file.length, coarseness, chromaPixels, progressive);
    }

    private static double meanOfTable(byte[] file, int body) {
        boolean wide = u8(file, body) >> 4 != 0;
        double sum = 0;
        for (int i = 0; i < TABLE_VALUES; i++) {
            sum += wide ? u16(file, body + 1 + 2 * i) : u8(file, body + 1 + i);
        }
        return sum / TABLE_VALUES;
    }

    private static Optional<FileProperties> other(ImageFormat format, byte[] file) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return Optional.of(
                        new FileProperties(format, reader.getWidth(0), reader.getHeight(0), file.length, 0, 1, false));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static int u8(byte[] file, int at) {
        return file[at] & 0xFF;
    }

    private static int u16(byte[] file, int at) {
        return u8(file, at) << 8 | u8(file, at + 1);
    }
}
