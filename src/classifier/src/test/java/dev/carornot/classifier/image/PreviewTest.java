package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Inputs.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.fixture.DrawnPictures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every test is run for libjpeg-turbo, where the machine has it, and for ImageIO. */
class PreviewTest {
    private static final int LONGER_SIDE = 120;
    /** Of 255 levels; pictures one pixel beside each other differ by more. */
    private static final double NEARLY_NOTHING = 1.5;

    private final ImageDecoder full = new ImageDecoder(ImageLimits.DEFAULT);

    static Stream<InputDecoder> decoders() {
        return Inputs.decoders();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void itIsTheWholePhotographUprightWithItsLongerSideAsAskedFor(InputDecoder decoder) {
        byte[] stored = DrawnPictures.jpeg(803, 605, 3);
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] jpeg = HandMade.withExif(stored, HandMade.orientation(orientation, ByteOrder.BIG_ENDIAN));
            Picture preview = decoded(decoder.preview(jpeg, LONGER_SIDE));
            assertThat(preview.width()).isEqualTo(orientation < 5 ? LONGER_SIDE : 90);
            assertThat(preview.height()).isEqualTo(orientation < 5 ? 90 : LONGER_SIDE);
            assertThat(difference(preview.rgb(), shrunk(jpeg, preview)))
                    .as("orientation %d", orientation)
                    .isLessThan(NEARLY_NOTHING);
        }
    }

    private byte[] shrunk(byte[] file, Picture size) {
        Picture whole = decoded(full.decode(file));
        return new Resampler().resample(whole, 0, 0, whole.width(), whole.height(), size.width(), size.height());
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aSmallPhotographStaysAsItIs(InputDecoder decoder) {
        byte[] png = DrawnPictures.png(LONGER_SIDE, 70, 1);
        Picture preview = decoded(decoder.preview(png, LONGER_SIDE));
        assertThat(preview.rgb()).isEqualTo(DrawnPictures.rgb(LONGER_SIDE, 70, 1));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void oddSizesAreRead(InputDecoder decoder) {
        for (int[] side : new int[][] {{1, 1}, {7, 4000}, {4000, 7}, {540, 539}}) {
            Picture preview = decoded(decoder.preview(DrawnPictures.jpeg(side[0], side[1], 5), LONGER_SIDE));
            assertThat(Math.max(preview.width(), preview.height()))
                    .isEqualTo(Math.min(LONGER_SIDE, Math.max(side[0], side[1])));
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void whatIsRefusedIsRefusedWithTheSameWords(InputDecoder decoder) {
        byte[] png = DrawnPictures.png(90, 90, 1);
        for (byte[] file : new byte[][] {
            "no image".getBytes(StandardCharsets.UTF_8), new byte[0], Arrays.copyOf(png, png.length / 2)
        }) {
            Refusal expected = ((Fitting.Refused) decoder.decode(file, InputSize.IMAGENET)).refusal();
            assertThat(((Decoding.Refused) decoder.preview(file, LONGER_SIDE)).refusal())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aSizeThatNobodyLooksAtIsRefused(InputDecoder decoder) {
        assertThatThrownBy(() -> decoder.preview(DrawnPictures.png(9, 9, 1), 4097))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void aPngHoldsThePicturesPixels() throws IOException {
        Picture picture = new Picture(37, 23, DrawnPictures.rgb(37, 23, 8));
        byte[] file = PngEncoder.encode(picture);
        assertThat(decoded(full.decode(file)).rgb()).isEqualTo(picture.rgb());
        // And other readers agree about red and blue.
        int pixel = ImageIO.read(new ByteArrayInputStream(file)).getRGB(5, 4);
        int at = 3 * (4 * 37 + 5);
        assertThat((pixel >> 16) & 0xFF).isEqualTo(picture.rgb()[at] & 0xFF);
        assertThat(pixel & 0xFF).isEqualTo(picture.rgb()[at + 2] & 0xFF);
    }

    private static Picture decoded(Decoding decoding) {
        assertThat(decoding).isInstanceOf(Decoding.Decoded.class);
        return ((Decoding.Decoded) decoding).picture();
    }
}
