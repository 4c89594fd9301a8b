package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Decodings.decoded;
import static dev.carornot.classifier.image.Decodings.filled;
import static dev.carornot.classifier.image.Decodings.pixel;
import static dev.carornot.classifier.image.Decodings.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.image.Refusal.Reason;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PngFileTest {
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_AND_ALPHA = 4;

    @Test
    void transparentPartsShowWhite() {
        assertThat(pixel(decoded(argb(0x00FF0000)), 3, 3)).isEqualTo(0xFFFFFF);
        // 128/255 of pure red on white: 255 * 127/255 = 127 of the others.
        assertThat(pixel(decoded(argb(0x80FF0000)), 3, 3)).isEqualTo(0xFF7F7F);
        assertThat(pixel(decoded(argb(0xFF123456)), 3, 3)).isEqualTo(0x123456);
    }

    @Test
    void greyWithAlphaIsLaidOnWhite() {
        byte[] png = HandMade.png(
                HandMade.header(2, 1, 8, GREY_AND_ALPHA), HandMade.data(0, 10, 255, 10, 0), HandMade.end());

        Picture picture = decoded(png);

        assertThat(pixel(picture, 0, 0)).isEqualTo(0x0A0A0A);
        assertThat(pixel(picture, 1, 0)).isEqualTo(0xFFFFFF);
    }

    @Test
    void sixteenBitsAreRoundedToEight() {
        byte[] png = HandMade.png(
                HandMade.header(2, 1, 16, RGB),
                HandMade.data(0, 0x80, 0x80, 0x12, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x7F, 0, 0x81),
                HandMade.end());

        Picture picture = decoded(png);

        // 0x12FF / 257 = 18.92.
        assertThat(pixel(picture, 0, 0)).isEqualTo(0x8013FF);
        assertThat(pixel(picture, 1, 0)).isEqualTo(0x000001);
    }

    @Test
    void aPaletteAndItsTransparencyAreApplied() {
        byte[] png = HandMade.png(
                HandMade.header(4, 1, 2, PALETTE),
                HandMade.chunk("PLTE", new byte[] {1, 2, 3, 40, 50, 60, 7, 8, 9}),
                HandMade.chunk("tRNS", new byte[] {(byte) 255, 0}),
                HandMade.data(0, 0b00_01_10_00),
                HandMade.end());

        Picture picture = decoded(png);

        assertThat(pixel(picture, 0, 0)).isEqualTo(0x010203);
        assertThat(pixel(picture, 1, 0)).isEqualTo(0xFFFFFF);
        assertThat(pixel(picture, 2, 0)).isEqualTo(0x070809);
    }

    @Test
    void theOneTransparentColourOfGreyAndRgbShowsWhite() {
        byte[] grey = HandMade.png(
                HandMade.header(2, 1, 4, GREY),
                HandMade.chunk("tRNS", new byte[] {0, 5}),
                HandMade.data(0, 0x56),
                HandMade.end());
        byte[] rgb = HandMade.png(
                HandMade.header(2, 1, 8, RGB),
                HandMade.chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3}),
                HandMade.data(0, 1, 2, 3, 1, 2, 4),
                HandMade.end());

        assertThat(pixel(decoded(grey), 0, 0)).isEqualTo(0xFFFFFF);
        assertThat(pixel(decoded(grey), 1, 0)).isEqualTo(0x666666);
        assertThat(pixel(decoded(rgb), 0, 0)).isEqualTo(0xFFFFFF);
        assertThat(pixel(decoded(rgb), 1, 0)).isEqualTo(0x010204);
    }

    @Test
    void textThatUnpacksToGigabytesIsNeverUnpacked() {
        byte[] bomb = new byte[3_000_000];
        byte[] palette = HandMade.png(
                HandMade.header(1, 1, 8, PALETTE),
                HandMade.chunk("zTXt", HandMade.join(HandMade.latin("a\0\0"), bomb)),
                HandMade.chunk("PLTE", new byte[] {1, 2, 3}),
                HandMade.data(0, 0),
                HandMade.end());

        assertThat(pixel(decoded(palette), 0, 0)).isEqualTo(0x010203);
    }

    @Test
    void ofAnAnimationTheStillPictureIsTaken() {
        byte[] animated = HandMade.png(
                HandMade.header(1, 1, 8, RGB),
                HandMade.chunk("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0}),
                HandMade.data(0, 1, 2, 3),
                HandMade.chunk("fdAT", new byte[] {0, 0, 0, 1, 9, 9, 9}),
                HandMade.end());

        assertThat(pixel(decoded(animated), 0, 0)).isEqualTo(0x010203);
    }

    @Test
    void truncationIsFoundWhereverItIs() {
        byte[] png = DrawnPictures.png(120, 90, 1);

        for (double part : new double[] {0.1, 0.5, 0.9, 0.99}) {
            assertThat(refused(Arrays.copyOf(png, (int) (part * png.length))).reason())
                    .isEqualTo(Reason.DAMAGED);
        }
        assertThat(decoded(Arrays.copyOf(png, png.length - 12)).rgb())
                .as("without the end chunk alone")
                .isEqualTo(decoded(png).rgb());
    }

    @Test
    void aFlippedBitIsFound() {
        byte[] png = DrawnPictures.png(120, 90, 1);
        png[png.length / 2] ^= 4;

        assertThat(refused(png))
                .isEqualTo(new Refusal(Reason.DAMAGED, "The PNG is damaged: a checksum does not match."));
    }

    @Test
    void impossibleHeadersAreRefusedByName() {
        assertThat(refused(HandMade.png(HandMade.header(1, 1, 8, 9), HandMade.end()))
                        .message())
                .isEqualTo("The PNG is damaged: colour type 9 does not exist.");
        assertThat(refused(HandMade.png(HandMade.header(0, 1, 8, 2), HandMade.end()))
                        .message())
                .isEqualTo("The PNG is damaged: it states a size of 0 x 1 pixels.");
        assertThat(refused(HandMade.png(HandMade.header(1, 1, 8, PALETTE), HandMade.data(0, 0), HandMade.end()))
                        .message())
                .isEqualTo("The PNG is damaged: its palette is missing.");
    }

    private static byte[] argb(int argb) {
        return DrawnPictures.write(filled(BufferedImage.TYPE_INT_ARGB, argb), "png");
    }
}
