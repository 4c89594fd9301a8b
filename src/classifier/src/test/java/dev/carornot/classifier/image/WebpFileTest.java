package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Decodings.decoded;
import static dev.carornot.classifier.image.Decodings.pixel;
import static dev.carornot.classifier.image.Decodings.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnWebp;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.image.Refusal.Reason;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebpFileTest {
    private static final byte[] LOSSY = DrawnWebp.lossy();
    private static final byte[] LOSSLESS = DrawnWebp.lossless();
    private static final byte[] LOSSY_WITH_ALPHA = DrawnWebp.lossyWithAlpha();
    private static final byte[] ANIMATION = DrawnWebp.animation();

    @Test
    void lossyOnesDecode() {
        Picture picture = decoded(LOSSY);

        assertThat(picture.width()).isEqualTo(16);
        assertThat(picture.height()).isEqualTo(16);
        assertIsNearly(pixel(picture, 2, 8), 0xFF0000);
        assertIsNearly(pixel(picture, 13, 8), 0x0000FF);
    }

    @Test
    void losslessOnesAreLaidOnWhite() {
        assertThat(pixel(decoded(LOSSLESS), 2, 8)).isEqualTo(0xFF7F7F);
        assertThat(pixel(decoded(LOSSLESS), 13, 8)).isEqualTo(0xFFFFFF);
    }

    @Test
    void lossyOnesWithAlphaAreLaidOnWhite() {
        assertIsNearly(pixel(decoded(LOSSY_WITH_ALPHA), 2, 8), 0xFF7F7F);
        assertThat(pixel(decoded(LOSSY_WITH_ALPHA), 13, 8)).isEqualTo(0xFFFFFF);
    }

    @Test
    void ofAnAnimationTheFirstFrameIsTaken() {
        assertThat(pixel(decoded(ANIMATION), 2, 8)).isEqualTo(0xFF0000);
        assertThat(pixel(decoded(ANIMATION), 13, 8)).isEqualTo(0x0000FF);
    }

    @Test
    void theExifChunkTurnsThePicture() {
        byte[] extended = {8, 0, 0, 0, 15, 0, 0, 15, 0, 0};
        byte[] file = HandMade.webp(
                HandMade.webpChunk("VP8X", extended),
                Arrays.copyOfRange(LOSSY, 12, LOSSY.length),
                HandMade.webpChunk("EXIF", HandMade.orientation(6, ByteOrder.LITTLE_ENDIAN)));

        Picture picture = decoded(file);

        assertIsNearly(pixel(picture, 8, 2), 0xFF0000);
        assertIsNearly(pixel(picture, 8, 13), 0x0000FF);
    }

    @Test
    void aBrokenProfileIsIgnored() {
        byte[] extended = {0x20, 0, 0, 0, 15, 0, 0, 15, 0, 0};
        byte[] file = HandMade.webp(
                HandMade.webpChunk("VP8X", extended),
                HandMade.webpChunk("ICCP", new byte[] {1, 2, 3, 4, 5}),
                Arrays.copyOfRange(LOSSY, 12, LOSSY.length));

        assertIsNearly(pixel(decoded(file), 2, 8), 0xFF0000);
    }

    @Test
    void aTruncatedFileIsRefusedAtOnce() {
        for (byte[] file : new byte[][] {LOSSY, LOSSLESS, LOSSY_WITH_ALPHA, ANIMATION}) {
            for (int length = 12; length < file.length / 2; length++) {
                assertThat(refused(Arrays.copyOf(file, length)).reason()).isEqualTo(Reason.DAMAGED);
            }
        }
    }

    @Test
    void theSizeOfThePictureItselfCounts() {
        byte[] file = LOSSLESS.clone();
        Arrays.fill(file, 21, 25, (byte) 0xFF);
        file[24] = 0x0F;

        assertThat(refused(file))
                .isEqualTo(new Refusal(
                        Reason.TOO_MANY_PIXELS,
                        "The picture has 16384 x 16384 = 268,435,456 pixels, more than the limit of 16,000,000 for WebP;"
                                + " save it as a JPEG."));
    }

    private static void assertIsNearly(int pixel, int wanted) {
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat(Math.abs(((pixel >> shift) & 0xFF) - ((wanted >> shift) & 0xFF)))
                    .as("%06x against %06x", pixel, wanted)
                    .isLessThan(12);
        }
    }
}
