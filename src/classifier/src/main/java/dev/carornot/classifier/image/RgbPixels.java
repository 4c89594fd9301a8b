package dev.carornot.classifier.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * From the image types that readers produce to a {@link Picture}. Sample values are taken as they are: AWT's own conversion
 * of grey (through linear light) would darken it, and its per-pixel calls are slow.
 */
final class RgbPixels {
    private static final int RED = 0;
    private static final int GREEN = 1;
    private static final int BLUE = 2;
    private static final int COLOURS = 3;
    private static final int COLOURS_AND_ALPHA = 4;
    private static final int MAX_8_BIT = 255;
    private static final int MAX_16_BIT = 65_535;

    private RgbPixels() {}

    /** An image to read into, whose array can become a {@link Picture} as it is. */
    static BufferedImage canvas(int width, int height) {
        WritableRaster raster = Raster.createInterleavedRaster(
                DataBuffer.TYPE_BYTE, width, height, COLOURS * width, COLOURS, new int[] {RED, GREEN, BLUE}, null);
        ComponentColorModel rgb = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(rgb, raster, false, null);
    }

    /** The image's colours; transparent parts on white. The image's own array may become the picture's. */
    static Picture of(BufferedImage image) throws RefusedException {
        return of(image, null);
    }

    /**
     * The image's colours, where pixels of one colour may be transparent.
     *
     * @param transparent the samples of that colour as stored, one for grey or three for RGB; null for none
     */
    static Picture of(BufferedImage image, int[] transparent) throws RefusedException {
        Picture taken = transparent == null ? takeOver(image) : null;
        return taken == null ? convert(image, transparent) : taken;
    }

    /** Uses the image's own array where it has the right layout, red and blue swapped in place if need be. */
    private static Picture takeOver(BufferedImage image) {
        if (!(image.getRaster().getDataBuffer() instanceof DataBufferByte buffer)
                || !(image.getSampleModel() instanceof PixelInterleavedSampleModel layout)
                || layout.getNumBands() != COLOURS
                || layout.getPixelStride() != COLOURS
                || layout.getScanlineStride() != COLOURS * image.getWidth()
                || buffer.getNumBanks() != 1
                || buffer.getData().length != COLOURS * image.getWidth() * image.getHeight()) {
            return null;
        }
        byte[] samples = buffer.getData();
        int[] offsets = layout.getBandOffsets();
        if (offsets[GREEN] != 1) {
            return null;
        }
        if (offsets[RED] == 2) {
            for (int i = 0; i < samples.length; i += COLOURS) {
                byte blue = samples[i];
                samples[i] = samples[i + 2];
                samples[i + 2] = blue;
            }
        }
        return new Picture(image.getWidth(), image.getHeight(), samples);
    }

    private static Picture convert(BufferedImage image, int[] transparent) throws RefusedException {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int bits = image.getColorModel().getComponentSize(0);
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        if (bands > COLOURS_AND_ALPHA || (bits != 8 && bits != 16 && !indexed)) {
            throw RefusedException.unsupported("The picture has " + bands + " channels of " + bits + " bits.");
        }
        RowWriter writer = image.getColorModel() instanceof IndexColorModel palette
                ? new RowWriter(palette, transparent)
                : new RowWriter(bands, bits == 16, transparent);
        byte[] rgb = new byte[COLOURS * width * height];
        int[] row = new int[bands * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            writer.write(row, rgb, COLOURS * width * y);
        }
        return new Picture(width, height, rgb);
    }

    /** Turns rows of samples into rows of RGB bytes. */
    private static final class RowWriter {
        private final int bands;
        private final boolean wide;
        private final int[] transparent;
        /** A palette's colours, on white already, as 0xRRGGBB; or null. */
        private final int[] palette;

        RowWriter(int bands, boolean wide, int[] transparent) {
            this.bands = bands;
            this.wide = wide;
            this.transparent = transparent;
            this.palette = null;
        }

        RowWriter(IndexColorModel model, int[] transparent) {
            this.bands = 1;
            this.wide = false;
            this.transparent = transparent;
            this.palette = new int[model.getMapSize()];
            model.getRGBs(palette);
            for (int i = 0; i < palette.length; i++) {
                int alpha = palette[i] >>> 24;
                palette[i] = (onWhite((palette[i] >> 16) & MAX_8_BIT, alpha) << 16)
                        | (onWhite((palette[i] >> 8) & MAX_8_BIT, alpha) << 8)
                        | onWhite(palette[i] & MAX_8_BIT, alpha);
            }
        }

        void write(int[] samples, byte[] rgb, int from) {
            int target = from;
            for (int at = 0; at < samples.length; at += bands, target += COLOURS) {
                if (transparent != null && isTransparent(samples, at)) {
                    rgb[target + RED] = (byte) MAX_8_BIT;
                    rgb[target + GREEN] = (byte) MAX_8_BIT;
                    rgb[target + BLUE] = (byte) MAX_8_BIT;
                } else if (palette != null) {
                    int colour = palette[samples[at]];
                    rgb[target + RED] = (byte) (colour >> 16);
                    rgb[target + GREEN] = (byte) (colour >> 8);
                    rgb[target + BLUE] = (byte) colour;
                } else if (bands < COLOURS) {
                    int alpha = bands == 1 ? MAX_8_BIT : narrow(samples[at + 1]);
                    byte grey = (byte) onWhite(narrow(samples[at]), alpha);
                    rgb[target + RED] = grey;
                    rgb[target + GREEN] = grey;
                    rgb[target + BLUE] = grey;
                } else {
                    int alpha = bands == COLOURS ? MAX_8_BIT : narrow(samples[at + COLOURS]);
                    rgb[target + RED] = (byte) onWhite(narrow(samples[at + RED]), alpha);
                    rgb[target + GREEN] = (byte) onWhite(narrow(samples[at + GREEN]), alpha);
                    rgb[target + BLUE] = (byte) onWhite(narrow(samples[at + BLUE]), alpha);
                }
            }
        }

        private boolean isTransparent(int[] samples, int at) {
            for (int i = 0; i < transparent.length; i++) {
                if (samples[at + i] != transparent[i]) {
                    return false;
                }
            }
            return true;
        }

        private int narrow(int sample) {
            return wide ? (sample * MAX_8_BIT + MAX_16_BIT / 2) / MAX_16_BIT : sample;
        }

        private static int onWhite(int sample, int alpha) {
            return (sample * alpha + MAX_8_BIT * (MAX_8_BIT - alpha) + MAX_8_BIT / 2) / MAX_8_BIT;
        }
    }
}
