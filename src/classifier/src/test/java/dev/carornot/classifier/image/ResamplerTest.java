package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.fixture.Pictures;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private final Resampler resampler = new Resampler();

    @Test
    void theSameSizeGivesTheSamePixels() {
        Picture picture = Pictures.drawn(37, 23, 1);

        assertThat(resampler.resample(picture, 0, 0, 37, 23, 37, 23)).isEqualTo(picture.rgb());
    }

    @Test
    void aBoxOfWholePixelsIsCutOut() {
        Picture picture = Pictures.drawn(37, 23, 1);

        byte[] cut = resampler.resample(picture, 5, 7, 3, 2, 3, 2);

        for (int y = 0; y < 2; y++) {
            int from = 3 * ((7 + y) * 37 + 5);
            assertThat(Arrays.copyOfRange(cut, 9 * y, 9 * y + 9))
                    .isEqualTo(Arrays.copyOfRange(picture.rgb(), from, from + 9));
        }
    }

    @Test
    void aConstantStaysConstantAtAnySize() {
        Picture picture = grey(31, 17, new int[31 * 17]);
        Arrays.fill(picture.rgb(), (byte) 200);

        for (int side : new int[] {1, 7, 16, 31, 100}) {
            assertThat(resampler.resample(picture, 0, 0, 31, 17, side, side)).containsOnly((byte) 200);
        }
    }

    /** At half the size the triangle spans four samples with 1/8, 3/8, 3/8, 1/8; at the border the first is missing. */
    @Test
    void halvingWeighsFourNeighbours() {
        Picture row = grey(6, 1, 0, 40, 80, 120, 160, 200);

        // Left: (3*0 + 3*40 + 80) / 7; middle: (40 + 3*80 + 3*120 + 160) / 8; right: (120 + 3*160 + 3*200) / 7.
        assertThat(greys(resampler.resample(row, 0, 0, 6, 1, 3, 1))).containsExactly(29, 100, 171);
    }

    /** At twice the size each sample is 3/4 of its nearest and 1/4 of the next; at the border the nearest alone. */
    @Test
    void doublingInterpolates() {
        Picture column = grey(1, 3, 0, 100, 200);

        assertThat(greys(resampler.resample(column, 0, 0, 1, 3, 1, 6))).containsExactly(0, 25, 75, 125, 175, 200);
    }

    @Test
    void halvesAreRoundedUp() {
        assertThat(greys(resampler.resample(grey(2, 1, 0, 255), 0, 0, 2, 1, 1, 1)))
                .containsExactly(128);
    }

    @Test
    void coloursStayApart() {
        byte[] rgb = {10, 20, 30, 50, 60, 70};

        assertThat(resampler.resample(new Picture(2, 1, rgb), 0, 0, 2, 1, 1, 1)).containsExactly(30, 40, 50);
    }

    @Test
    void fittingShowsTheCentreOfThePictureResizedAsAWhole() {
        Picture picture = Pictures.drawn(384, 250, 3);
        // 256 * 384 / 250 = 393.2, rounded down.
        byte[] whole = resampler.resample(picture, 0, 0, 384, 250, 393, 256);

        byte[] fitted = resampler.fit(picture, InputSize.IMAGENET);

        // (393 - 224) / 2 = 84.5, to the even number.
        for (int y = 0; y < 224; y++) {
            int from = 3 * ((16 + y) * 393 + 84);
            assertThat(Arrays.copyOfRange(fitted, 3 * 224 * y, 3 * 224 * (y + 1)))
                    .isEqualTo(Arrays.copyOfRange(whole, from, from + 3 * 224));
        }
    }

    @Test
    void anAspectShowsMoreOfTheLongerSideSquashed() {
        InputSize size = new InputSize(64, 48, 1.5);
        Picture wide = Pictures.drawn(400, 200, 3);
        Picture almostSquare = Pictures.drawn(200, 240, 4);

        // 3/4 of the shorter side, and of the longer one as if it were 300 = 1.5 x 200, or the 240 that it is.
        assertThat(resampler.fit(wide, size)).isEqualTo(resampler.resample(wide, 87.5, 25, 225, 150, 48, 48));
        assertThat(resampler.fit(almostSquare, size))
                .isEqualTo(resampler.resample(almostSquare, 25, 30, 150, 180, 48, 48));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 60000", "60000, 1", "3, 20000", "2, 3", "5000, 4000"})
    void everyShapeFits(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 77);

        byte[] fitted = resampler.fit(new Picture(width, height, rgb), InputSize.IMAGENET);

        assertThat(fitted).hasSize(3 * 224 * 224).containsOnly((byte) 77);
    }

    @Test
    void aVeryLongPictureIsNarrowedWithoutEverBeingHeldInBetween() {
        // At the output's width its rows would take 270 MB.
        Picture picture = new Picture(1, 400_000, new byte[1_200_000]);
        Arrays.fill(picture.rgb(), 600_000, 1_200_000, (byte) 100);

        int[] greys = greys(resampler.resample(picture, 0, 0, 1, 400_000, 224, 8));

        assertThat(greys[0]).isZero();
        assertThat(greys[greys.length - 1]).isEqualTo(100);
    }

    @Test
    void aBoxOutsideThePictureIsRejected() {
        Picture picture = Pictures.drawn(10, 10, 1);

        assertThatThrownBy(() -> resampler.resample(picture, 5, 0, 6, 10, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not lie in the picture of 10 x 10");
        assertThatThrownBy(() -> resampler.resample(picture, 0, 0, 0, 10, 4, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> resampler.resample(picture, 0, 0, Double.NaN, 10, 4, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> resampler.resample(picture, 0, 0, 10, 10, 0, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Picture grey(int width, int height, int... values) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3];
        }
        return new Picture(width, height, rgb);
    }

    private static int[] greys(byte[] rgb) {
        int[] greys = new int[rgb.length / 3];
        for (int i = 0; i < greys.length; i++) {
            assertThat(rgb[3 * i + 1]).isEqualTo(rgb[3 * i]);
            assertThat(rgb[3 * i + 2]).isEqualTo(rgb[3 * i]);
            greys[i] = rgb[3 * i] & 0xFF;
        }
        return greys;
    }
}
