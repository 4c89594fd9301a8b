package dev.carornot.training.picture;

import java.awt.image.BufferedImage;

/** Gaussian blur; beyond its edges an image goes on as it ends. Stateless and thread-safe. */
public final class Blur {
    /** Beyond three standard deviations lie 0.3 % of the weight. */
    private static final int DEVIATIONS = 3;

    private static final int COLOURS = 3;

    private Blur() {}

    /** The image, blurred by a Gaussian of this standard deviation in pixels, which is above 0. */
    public static BufferedImage of(BufferedImage image, double deviation) {
        double[] kernel = kernel(deviation);
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        double[] planes = new double[COLOURS * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < COLOURS; c++) {
                planes[c * pixels.length + i] = pixels[i] >> (8 * c) & 0xff;
            }
        }
        for (int c = 0; c < COLOURS; c++) {
            for (int y = 0; y < height; y++) {
                line(planes, c * pixels.length + y * width, 1, width, kernel);
            }
            for (int x = 0; x < width; x++) {
                line(planes, c * pixels.length + x, width, height, kernel);
            }
        }
        for (int i = 0; i < pixels.length; i++) {
            int rgb = 0;
            for (int c = 0; c < COLOURS; c++) {
                rgb |= (int) Math.round(planes[c * pixels.length + i]) << (8 * c);
            }
            pixels[i] = rgb;
        }
        BufferedImage blurred = Pictures.blank(width, height);
        blurred.setRGB(0, 0, width, height, pixels, 0, width);
        return blurred;
    }

    private static double[] kernel(double deviation) {
        int radius = Math.max(1, (int) Math.ceil(DEVIATIONS * deviation));
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            double distance = (i - radius) / deviation;
            kernel[i] = Math.exp(-distance * distance / 2);
            sum += kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** Blurs a row or a column in place. */
    private static void line(double[] values, int start, int step, int count, double[] kernel) {
        int radius = kernel.length / 2;
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = values[start + i * step];
        }
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int k = -radius; k <= radius; k++) {
                sum += kernel[k + radius] * line[Math.max(0, Math.min(count - 1, i + k))];
            }
            values[start + i * step] = sum;
        }
    }
}
