package dev.carornot.benchmark.material;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG files that cost a decoder what a photograph costs: light that changes slowly, texture at every scale, hard edges and
 * a sensor's noise, drawn by code. The same arguments give the same bytes on the same JDK. Stateless and thread-safe.
 */
public final class Photographs {
    private static final int BYTE_MAX = 255;
    private static final int SHAPES = 24;
    /** Side of the coarsest texture cell, as a part of the picture's width; every octave halves it. */
    private static final int COARSEST_CELL = 4;

    private static final int OCTAVES = 8;
    private static final double COARSEST_CONTRAST = 60;
    /** Natural pictures lose contrast about in proportion to the scale (Field, 1987). */
    private static final double CONTRAST_BY_OCTAVE = 0.55;

    private static final double SENSOR_NOISE = 5;
    private static final int QUALITY_STEPS = 7;

    private Photographs() {}

    /**
     * A baseline JPEG with halved colour resolution, as cameras write it, of about so many bytes.
     *
     * @param bytes what the file's length should come near to; the quality is searched for it
     */
    public static byte[] jpeg(int width, int height, int bytes, long seed) {
        BufferedImage image = draw(width, height, seed);
        float low = 0.3f;
        float high = 0.98f;
        byte[] file = encode(image, high);
        for (int step = 0; step < QUALITY_STEPS && file.length != bytes; step++) {
            float quality = (low + high) / 2;
            file = encode(image, quality);
            if (file.length > bytes) {
                high = quality;
            } else {
                low = quality;
            }
        }
        return file;
    }

    private static BufferedImage draw(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Texture> octaves = Texture.octaves(width, height, random);
        List<Shape> shapes =
                random.longs(SHAPES).mapToObj(s -> Shape.of(width, height, s)).toList();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double light = 70 + 90.0 * y / height + SENSOR_NOISE * (random.nextDouble() - 0.5);
                for (Texture octave : octaves) {
                    light += octave.at(x, y);
                }
                int tint = 0x808080;
                for (Shape shape : shapes) {
                    tint = shape.covers(x, y) ? shape.tint() : tint;
                }
                row[x] = pixel(light, tint, 24.0 * x / width);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    private static int pixel(double light, int tint, double warmth) {
        int red = clamp(light * (tint >> 16) / 128 + warmth);
        int green = clamp(light * (tint >> 8 & BYTE_MAX) / 128);
        int blue = clamp(light * (tint & BYTE_MAX) / 128 - warmth);
        return red << 16 | green << 8 | blue;
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(BYTE_MAX, value));
    }

    private static byte[] encode(BufferedImage image, float quality) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("A drawn picture cannot be written to memory.", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Random values on a grid, bilinear between. */
    private static final class Texture {
        private final int cell;
        private final int columns;
        private final float[] values;

        private Texture(int cell, int columns, float[] values) {
            this.cell = cell;
            this.columns = columns;
            this.values = values;
        }

        static List<Texture> octaves(int width, int height, SplittableRandom random) {
            return IntStream.range(0, OCTAVES)
                    .mapToObj(octave -> of(
                            Math.max(1, (width / COARSEST_CELL) >> octave),
                            width,
                            height,
                            COARSEST_CONTRAST * Math.pow(CONTRAST_BY_OCTAVE, octave),
                            random))
                    .toList();
        }

        private static Texture of(int cell, int width, int height, double contrast, SplittableRandom random) {
            int columns = width / cell + 2;
            float[] values = new float[columns * (height / cell + 2)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (contrast * (random.nextDouble() - 0.5));
            }
            return new Texture(cell, columns, values);
        }

        double at(int x, int y) {
            int at = y / cell * columns + x / cell;
            double right = (double) (x % cell) / cell;
            double down = (double) (y % cell) / cell;
            double upper = values[at] + right * (values[at + 1] - values[at]);
            double lower = values[at + columns] + right * (values[at + columns + 1] - values[at + columns]);
            return upper + down * (lower - upper);
        }
    }

    /** An ellipse that colours what it covers and leaves its light. */
    private record Shape(double x, double y, double radiusX, double radiusY, int tint) {
        static Shape of(int width, int height, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double largest = width / 8.0;
            return new Shape(
                    random.nextDouble() * width,
                    random.nextDouble() * height,
                    largest * (0.2 + random.nextDouble()),
                    largest * (0.2 + random.nextDouble()),
                    random.nextInt(0x1000000) | 0x404040);
        }

        boolean covers(int atX, int atY) {
            double dx = (atX - x) / radiusX;
            double dy = (atY - y) / radiusY;
            return dx * dx + dy * dy < 1;
        }
    }
}
