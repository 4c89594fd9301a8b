package dev.carornot.classifier.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG files, which lose nothing. Stateless and thread-safe. */
public final class PngEncoder {
    private static final int[] RED_GREEN_BLUE = {0, 1, 2};

    private PngEncoder() {}

    /** The whole file: 8 bits a colour, no transparency, no profile (so sRGB). */
    public static byte[] encode(Picture picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: ImageIO would otherwise put a file into the folder for temporary files.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image(picture), "png", out)) {
                throw new IllegalStateException("This Java has no writer for PNG; is it one without java.desktop?");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Over the picture's own bytes. */
    private static BufferedImage image(Picture picture) {
        DataBufferByte data = new DataBufferByte(picture.rgb(), picture.rgb().length);
        WritableRaster raster = Raster.createInterleavedRaster(
                data,
                picture.width(),
                picture.height(),
                Picture.COLOURS * picture.width(),
                Picture.COLOURS,
                RED_GREEN_BLUE,
                null);
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }
}
