package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Decodings.decoded;
import static dev.carornot.classifier.image.Decodings.difference;
import static dev.carornot.classifier.image.Decodings.pixel;
import static dev.carornot.classifier.image.Decodings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.fixture.Pictures;
import dev.carornot.classifier.image.Refusal.Reason;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegFileTest {
    private static final int APP2 = 0xE2;
    private static final int START_OF_FRAME = 0xC0;
    private static final int START_OF_SCAN = 0xDA;
    private static final Refusal CUT_OFF = new Refusal(
            Reason.DAMAGED, "The JPEG is cut off: a part of its 640 x 480 pixels is missing; send it again.");

    @Test
    void greyKeepsItsValue() {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            grey.getRaster().setSample(i % 16, i / 16, 0, 100);
        }

        assertIsNear(pixel(decoded(DrawnPictures.write(grey, "jpeg")), 8, 8), 100, 100, 100);
    }

    /** Adobe stores print colours inverted: 255 means no ink. */
    @ParameterizedTest
    @CsvSource({
        "255, 0, 0, 255, 255, 0, 0",
        "0, 255, 255, 255, 0, 255, 255",
        "255, 255, 255, 255, 255, 255, 255",
        "255, 255, 255, 0, 0, 0, 0",
        "128, 128, 128, 255, 128, 128, 128",
    })
    void printColoursBecomeRgb(int cyan, int magenta, int yellow, int black, int red, int green, int blue) {
        byte[] jpeg = HandMade.printJpeg(16, 16, new int[] {cyan, magenta, yellow, black}, 0);

        assertIsNear(pixel(decoded(jpeg), 8, 8), red, green, blue);
    }

    @Test
    void yccPrintColoursBecomeRgb() {
        // Y, Cb and Cr of cyan: the inks are its complement (255, 0, 0), and stored inverted they are red.
        byte[] jpeg = HandMade.printJpeg(16, 16, new int[] {179, 171, 1, 255}, 2);

        assertIsNear(pixel(decoded(jpeg), 8, 8), 255, 0, 0);
    }

    @Test
    void aProfileForOtherColoursIsIgnoredInPrintColours() {
        byte[] plain = HandMade.printJpeg(16, 16, new int[] {200, 100, 50, 250}, 0);
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();

        assertThat(decoded(withProfile(plain, linear)).rgb())
                .isEqualTo(decoded(plain).rgb());
    }

    @Test
    void anEmbeddedProfileIsHonoured() {
        byte[] jpeg = DrawnPictures.write(Decodings.filled(BufferedImage.TYPE_INT_RGB, 0x404040), "jpeg");
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();

        // sRGB's transfer function: 64/255 of the light is 137/255.
        assertIsNear(pixel(decoded(withProfile(jpeg, linear)), 4, 4), 137, 137, 137);
    }

    @Test
    void aBrokenProfileIsIgnored() {
        byte[] jpeg = DrawnPictures.jpeg(40, 24, 1);

        for (byte[] profile : new byte[][] {{}, {1, 2, 3}, new byte[500]}) {
            assertThat(difference(decoded(withProfile(jpeg, profile)), decoded(jpeg)))
                    .isLessThan(1);
        }
    }

    @Test
    void aProgressiveOneDecodesLikeABaselineOne() {
        byte[] progressive = HandMade.progressiveJpeg(DrawnPictures.image(150, 100, 1));

        assertThat(difference(decoded(progressive), decoded(DrawnPictures.jpeg(150, 100, 1))))
                .isLessThan(1);
    }

    @Test
    void aMissingEndMarkerIsForgiven() {
        byte[] jpeg = DrawnPictures.jpeg(150, 100, 1);

        assertThat(decoded(Arrays.copyOf(jpeg, jpeg.length - 2)).rgb())
                .isEqualTo(decoded(jpeg).rgb());
    }

    @ParameterizedTest
    @CsvSource({"0.8", "0.5", "0.1"})
    void aTruncatedFileIsRefusedAsCutOff(double part) {
        byte[] baseline = DrawnPictures.jpeg(640, 480, 1);

        assertThat(refused(Arrays.copyOf(baseline, (int) (part * baseline.length))))
                .isEqualTo(CUT_OFF);
    }

    @Test
    void aProgressiveFileMayLackTheEndOfItsLastScanOnly() {
        byte[] jpeg = HandMade.progressiveJpeg(DrawnPictures.image(640, 480, 1));
        int lastScan = startOfLastScan(jpeg);

        assertThat(refused(Arrays.copyOf(jpeg, lastScan - 1))).isEqualTo(CUT_OFF);
        assertThat(difference(decoded(Arrays.copyOf(jpeg, lastScan + 100)), decoded(jpeg)))
                .isLessThan(4);
    }

    @Test
    void theLastFewRowsMayBeMissing() {
        byte[] jpeg = DrawnPictures.jpeg(640, 480, 1);

        Picture picture = decoded(Arrays.copyOf(jpeg, (int) (0.98 * jpeg.length)));

        assertThat(difference(picture, Pictures.drawn(640, 480, 1))).isLessThan(6);
    }

    @Test
    void aFileWithoutAPictureIsDamaged() {
        byte[] jpeg = DrawnPictures.jpeg(64, 48, 1);

        assertThat(refused(Arrays.copyOf(jpeg, 2)).reason()).isEqualTo(Reason.DAMAGED);
        assertThat(refused(Arrays.copyOf(jpeg, HandMade.find(jpeg, START_OF_SCAN, 0)))
                        .message())
                .isEqualTo("The JPEG has no picture in it; it may have been cut off or overwritten.");
    }

    @ParameterizedTest
    @CsvSource({"0xC3, lossless", "0xC9, arithmetic", "0xCA, arithmetic", "0xC5, differential"})
    void anotherCodingIsNamed(String marker, String coding) {
        byte[] jpeg = DrawnPictures.jpeg(64, 48, 1);
        jpeg[HandMade.find(jpeg, START_OF_FRAME, 0) + 1] = (byte) (int) Integer.decode(marker);

        assertThat(refused(jpeg))
                .isEqualTo(new Refusal(
                        Reason.UNSUPPORTED,
                        "The JPEG uses " + coding + " coding; 8-bit baseline and progressive ones are read."));
    }

    @Test
    void twelveBitsASampleAreNotRead() {
        byte[] jpeg = DrawnPictures.jpeg(64, 48, 1);
        jpeg[HandMade.find(jpeg, START_OF_FRAME, 0) + 4] = 12;

        assertThat(refused(jpeg).reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(refused(jpeg).message()).contains("12-bit");
    }

    @Test
    void hundredsOfScansAreRefusedUnread() {
        byte[] jpeg = HandMade.progressiveJpeg(DrawnPictures.image(64, 48, 1));
        byte[] scan = Arrays.copyOfRange(jpeg, startOfLastScan(jpeg), jpeg.length - 2);
        byte[][] parts = new byte[2 + JpegStructure.MOST_SCANS][];
        Arrays.fill(parts, scan);
        parts[0] = Arrays.copyOf(jpeg, jpeg.length - 2);
        parts[parts.length - 1] = new byte[] {(byte) 0xFF, (byte) 0xD9};

        Refusal refusal = refused(HandMade.join(parts));

        assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(refusal.message()).contains("more than 100 scans");
    }

    @Test
    void aSizeFarBeyondItsDataIsRefusedBeforeMemoryIsSetAside() {
        byte[] jpeg = DrawnPictures.jpeg(64, 48, 1);
        int frame = HandMade.find(jpeg, START_OF_FRAME, 0);
        jpeg[frame + 5] = 0x18;
        jpeg[frame + 7] = 0x18;

        assertThat(refused(jpeg).reason()).isEqualTo(Reason.DAMAGED);
        assertThat(refused(jpeg).message()).contains("6208 x 6192");
    }

    @Test
    void paddingAndGarbageBetweenSegmentsAreSkipped() {
        byte[] jpeg = DrawnPictures.jpeg(64, 48, 1);
        byte[] padded = HandMade.join(
                Arrays.copyOf(jpeg, 2),
                new byte[] {0, 17, (byte) 0xFF, (byte) 0xFF},
                Arrays.copyOfRange(jpeg, 2, jpeg.length));

        assertThat(decoded(padded).rgb()).isEqualTo(decoded(jpeg).rgb());
    }

    private static int startOfLastScan(byte[] jpeg) {
        int last = -1;
        for (int i = 0; HandMade.find(jpeg, START_OF_SCAN, i) > 0; i++) {
            last = HandMade.find(jpeg, START_OF_SCAN, i);
        }
        return last;
    }

    private static byte[] withProfile(byte[] jpeg, byte[] profile) {
        return HandMade.withSegment(
                jpeg, APP2, HandMade.join(HandMade.latin("ICC_PROFILE\0"), new byte[] {1, 1}, profile));
    }

    private static void assertIsNear(int pixel, int red, int green, int blue) {
        assertThat(pixel >> 16).isCloseTo(red, within(3));
        assertThat((pixel >> 8) & 0xFF).isCloseTo(green, within(3));
        assertThat(pixel & 0xFF).isCloseTo(blue, within(3));
    }
}
