package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Inputs.difference;
import static dev.carornot.classifier.image.Inputs.fitted;
import static dev.carornot.classifier.image.Inputs.inFull;
import static dev.carornot.classifier.image.Inputs.outcome;
import static dev.carornot.classifier.image.Inputs.outcomeInFull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.image.Refusal.Reason;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test is run for libjpeg-turbo, where the machine has it, and for ImageIO. */
class InputDecoderTest {
    private static final int APP2 = 0xE2;
    private static final InputSize SMALL = new InputSize(48, 42);
    /** Of 255 levels; pictures one pixel beside each other differ by more. */
    private static final double NEARLY_NOTHING = 1.5;

    static Stream<InputDecoder> decoders() {
        return Inputs.decoders();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aSmallPhotographYieldsExactlyWhatFullDecodingYields(InputDecoder decoder) {
        byte[] jpeg = DrawnPictures.jpeg(384, 256, 1);

        Fitting.Fitted input = fitted(decoder, jpeg, InputSize.IMAGENET);

        assertThat(input.pixels()).isEqualTo(inFull(jpeg, InputSize.IMAGENET));
        assertThat(input.width()).isEqualTo(384);
        assertThat(input.height()).isEqualTo(256);
        assertThat(input.decodeNanos()).isPositive();
        assertThat(input.resizeNanos()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aLargePhotographYieldsNearlyWhatFullDecodingYields(InputDecoder decoder) {
        // One for each scale, with sides that are no multiples of it.
        for (int[] side : new int[][] {{203, 151}, {405, 307}, {801, 607}}) {
            byte[] jpeg = DrawnPictures.jpeg(side[0], side[1], 2);

            Fitting.Fitted input = fitted(decoder, jpeg, SMALL);

            assertThat(difference(input.pixels(), inFull(jpeg, SMALL)))
                    .as(Arrays.toString(side))
                    .isLessThan(NEARLY_NOTHING);
            assertThat(input.width()).isEqualTo(side[0]);
            assertThat(input.height()).isEqualTo(side[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void allOrientationsAreAppliedAtEveryScale(InputDecoder decoder) {
        for (int[] side : new int[][] {{61, 49}, {205, 151}, {803, 605}}) {
            byte[] stored = DrawnPictures.jpeg(side[0], side[1], 3);
            for (int orientation = 1; orientation <= 8; orientation++) {
                byte[] jpeg = HandMade.withExif(stored, HandMade.orientation(orientation, ByteOrder.BIG_ENDIAN));

                Fitting.Fitted input = fitted(decoder, jpeg, SMALL);

                assertThat(difference(input.pixels(), inFull(jpeg, SMALL)))
                        .as(side[0] + ", orientation " + orientation)
                        .isLessThan(NEARLY_NOTHING);
                assertThat(input.width()).isEqualTo(orientation < 5 ? side[0] : side[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void greyProgressiveAndPrintColoursAreRead(InputDecoder decoder) {
        BufferedImage grey = new BufferedImage(600, 500, BufferedImage.TYPE_BYTE_GRAY);
        grey.getGraphics().drawImage(DrawnPictures.image(600, 500, 4), 0, 0, null);
        List<byte[]> files = List.of(
                DrawnPictures.write(grey, "jpeg"),
                HandMade.progressiveJpeg(DrawnPictures.image(600, 500, 4)),
                HandMade.printJpeg(600, 500, new int[] {200, 100, 50, 250}, 0),
                HandMade.printJpeg(600, 500, new int[] {179, 171, 1, 255}, 2),
                DrawnPictures.png(600, 500, 4));

        for (int i = 0; i < files.size(); i++) {
            assertThat(difference(fitted(decoder, files.get(i), SMALL).pixels(), inFull(files.get(i), SMALL)))
                    .as("file " + i)
                    .isLessThan(NEARLY_NOTHING);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void oddSizesAreRead(InputDecoder decoder) {
        for (int[] side : new int[][] {{1, 1}, {7, 4000}, {4000, 7}, {135, 2001}, {540, 539}, {8, 9}}) {
            byte[] jpeg = DrawnPictures.jpeg(side[0], side[1], 5);

            assertThat(difference(fitted(decoder, jpeg, SMALL).pixels(), inFull(jpeg, SMALL)))
                    .as(Arrays.toString(side))
                    .isLessThan(2 * NEARLY_NOTHING);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void filesThatEndEarlyAreDecodedOrRefusedAsInFull(InputDecoder decoder) {
        List<byte[]> files =
                List.of(DrawnPictures.jpeg(320, 240, 6), HandMade.progressiveJpeg(DrawnPictures.image(320, 240, 6)));
        for (byte[] file : files) {
            IntStream.rangeClosed(0, 50).map(i -> file.length * i / 50).forEach(length -> {
                byte[] part = Arrays.copyOf(file, length);
                assertThat(outcome(decoder, part, SMALL))
                        .as(length + " of " + file.length + " bytes")
                        .isEqualTo(outcomeInFull(part));
            });
            byte[] withoutEnd = Arrays.copyOf(file, file.length - 2);
            assertThat(difference(fitted(decoder, withoutEnd, SMALL).pixels(), inFull(file, SMALL)))
                    .isLessThan(NEARLY_NOTHING);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aFewRowsThatAreMissingAreForgiven(InputDecoder decoder) {
        byte[] jpeg = DrawnPictures.jpeg(640, 480, 1);

        assertThat(outcome(decoder, Arrays.copyOf(jpeg, (int) (0.98 * jpeg.length)), SMALL))
                .isEqualTo("decoded");
        assertThat(outcome(decoder, Arrays.copyOf(jpeg, (int) (0.8 * jpeg.length)), SMALL))
                .isEqualTo("DAMAGED: The JPEG is cut off: a part of its 640 x 480 pixels is missing; send it again.");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void theLimitsHold(InputDecoder decoder) {
        byte[] jpeg = DrawnPictures.jpeg(100, 100, 1);
        InputDecoder strict = decoder.withLimits(new ImageLimits(100_000, 9_999));

        assertThat(outcome(strict, jpeg, SMALL)).startsWith(Reason.TOO_MANY_PIXELS.name());
        assertThat(outcome(decoder.withLimits(new ImageLimits(100, 10_000)), jpeg, SMALL))
                .startsWith(Reason.TOO_LARGE.name());
        assertThat(outcome(decoder.withLimits(new ImageLimits(100_000, 10_000)), jpeg, SMALL))
                .isEqualTo("decoded");
        assertThat(outcome(decoder, new byte[0], SMALL)).startsWith(Reason.NOT_AN_IMAGE.name());
    }

    @Test
    void aDecoderThatRunsOutOfTimeGivesUp() {
        byte[] jpeg = DrawnPictures.jpeg(3_000, 2_000, 1);
        for (Optional<TurboJpeg> library : List.of(TurboJpeg.find(), Optional.<TurboJpeg>empty())) {
            InputDecoder hasty = new InputDecoder(ImageLimits.DEFAULT, Duration.ofMillis(1), library);

            assertThat(outcome(hasty, jpeg, SMALL)).startsWith("DAMAGED: The picture was not decoded within 1 ms");
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void profilesAreHonouredAsInFull(InputDecoder decoder) {
        byte[] jpeg = DrawnPictures.jpeg(600, 500, 7);
        byte[] plain = fitted(decoder, jpeg, SMALL).pixels();

        byte[] srgb = withProfile(jpeg, ICC_Profile.getInstance(ColorSpace.CS_sRGB));
        assertThat(difference(fitted(decoder, srgb, SMALL).pixels(), plain)).isLessThan(1);
        for (ICC_Profile profile : List.of(redAndGreenSwapped(), ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB))) {
            byte[] file = withProfile(jpeg, profile);
            byte[] pixels = fitted(decoder, file, SMALL).pixels();

            assertThat(difference(pixels, plain)).isGreaterThan(10);
            assertThat(difference(pixels, inFull(file, SMALL))).isLessThan(NEARLY_NOTHING);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void brokenProfilesAreIgnored(InputDecoder decoder) {
        byte[] jpeg = DrawnPictures.jpeg(600, 500, 7);

        for (byte[] profile : new byte[][] {{}, {1, 2, 3}, new byte[500]}) {
            byte[] data = HandMade.join(HandMade.latin("ICC_PROFILE\0"), new byte[] {1, 1}, profile);
            assertThat(difference(
                            fitted(decoder, HandMade.withSegment(jpeg, APP2, data), SMALL)
                                    .pixels(),
                            fitted(decoder, jpeg, SMALL).pixels()))
                    .isLessThan(NEARLY_NOTHING);
        }
    }

    @Test
    void bothSayWhatTheyDecodeWith() {
        assertThat(Inputs.imageIo().jpegDecoder()).isEqualTo("imageio");
        assertThat(Inputs.turbo().jpegDecoder()).isEqualTo("libjpeg-turbo");
        assertThat(new InputDecoder(ImageLimits.DEFAULT, JpegChoice.IMAGEIO).jpegDecoder())
                .isEqualTo("imageio");
    }

    /** A profile for sRGB's tones in other colours. */
    private static ICC_Profile redAndGreenSwapped() {
        ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
        ICC_Profile swapped = ICC_Profile.getInstance(srgb.getData());
        swapped.setData(ICC_Profile.icSigRedColorantTag, srgb.getData(ICC_Profile.icSigGreenColorantTag));
        swapped.setData(ICC_Profile.icSigGreenColorantTag, srgb.getData(ICC_Profile.icSigRedColorantTag));
        return swapped;
    }

    private static byte[] withProfile(byte[] jpeg, ICC_Profile profile) {
        return HandMade.withSegment(
                jpeg, APP2, HandMade.join(HandMade.latin("ICC_PROFILE\0"), new byte[] {1, 1}, profile.getData()));
    }
}
