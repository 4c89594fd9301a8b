package dev.carornot.training.robustness;

import dev.carornot.training.picture.Blur;
import dev.carornot.training.picture.Pictures;
import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;

/** What photographs go through before somebody uploads them. Thread-safe. */
public enum Perturbation {
    JPEG_30("JPEG of quality 30"),
    THUMBNAIL_64("thumbnail of 64 pixels"),
    BLUR("blur"),
    DARK("dark, 30 % of the light"),
    GREY("grey"),
    ROTATED_90("stored turned, EXIF says 90°"),
    ROTATED_180("stored turned, EXIF says 180°"),
    ROTATED_270("stored turned, EXIF says 270°");

    private static final double POOR_QUALITY = 0.3;
    private static final int THUMBNAIL = 64;

    /** Standard deviation as a share of the shorter side: 2.6 pixels of the 256 that the network's input is cut from. */
    private static final double BLURRED = 0.01;

    private static final double LIGHT = 0.3;

    private final String title;

    Perturbation(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Another file with the changed picture; the file itself where it cannot be decoded. */
    public byte[] apply(byte[] photograph) {
        return Pictures.decode(photograph).map(this::change).orElse(photograph);
    }

    private byte[] change(BufferedImage image) {
        return switch (this) {
            case JPEG_30 -> Pictures.jpeg(image, POOR_QUALITY);
            case THUMBNAIL_64 -> Pictures.png(Pictures.shrink(image, THUMBNAIL));
            case BLUR -> Pictures.png(Blur.of(image, BLURRED * Math.min(image.getWidth(), image.getHeight())));
            case DARK -> Pictures.png(eachPixel(image, Perturbation::dark));
            case GREY -> Pictures.png(eachPixel(image, Perturbation::grey));
            case ROTATED_90 -> Turned.right(image);
            case ROTATED_180 -> Turned.upsideDown(image);
            case ROTATED_270 -> Turned.left(image);
        };
    }

    private static BufferedImage eachPixel(BufferedImage image, IntUnaryOperator pixel) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = pixel.applyAsInt(pixels[i]);
        }
        BufferedImage changed = Pictures.blank(width, height);
        changed.setRGB(0, 0, width, height, pixels, 0, width);
        return changed;
    }

    private static int dark(int rgb) {
        return pack(LIGHT * (rgb >> 16 & 0xff), LIGHT * (rgb >> 8 & 0xff), LIGHT * (rgb & 0xff));
    }

    /** Luma as in ITU-R BT.601, JPEG's. */
    private static int grey(int rgb) {
        double luma = 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
        return pack(luma, luma, luma);
    }

    private static int pack(double red, double green, double blue) {
        return (int) Math.round(red) << 16 | (int) Math.round(green) << 8 | (int) Math.round(blue);
    }
}
