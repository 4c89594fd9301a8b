package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;

/** Asks a decoder with the default limits, and what tests ask of its answers. */
final class Decodings {
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    private Decodings() {}

    static Picture decoded(byte[] bytes) {
        Decoding decoding = DECODER.decode(bytes);
        assertThat(decoding).isInstanceOf(Decoding.Decoded.class);
        return ((Decoding.Decoded) decoding).picture();
    }

    static Refusal refused(byte[] bytes) {
        return refused(DECODER, bytes);
    }

    static Refusal refused(ImageDecoder decoder, byte[] bytes) {
        Decoding decoding = decoder.decode(bytes);
        assertThat(decoding).isInstanceOf(Decoding.Refused.class);
        return ((Decoding.Refused) decoding).refusal();
    }

    /** A pixel as 0xRRGGBB. */
    static int pixel(Picture picture, int x, int y) {
        int at = 3 * (y * picture.width() + x);
        byte[] rgb = picture.rgb();
        return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
    }

    /** Mean absolute difference of all samples, 0 to 255. */
    static double difference(Picture one, Picture other) {
        assertThat(one.width()).isEqualTo(other.width());
        assertThat(one.height()).isEqualTo(other.height());
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return (double) sum / one.rgb().length;
    }

    static BufferedImage filled(int type, int argb) {
        BufferedImage image = new BufferedImage(8, 8, type);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, argb);
        }
        return image;
    }
}
