package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegScaleTest {
    @ParameterizedTest
    @CsvSource({
        "4000, 3000, 8", // 12 megapixels
        "3000, 4000, 8",
        "3264, 2448, 4", // 8 megapixels: 306 rows would cover 256, but barely
        "1920, 1080, 2",
        "4000, 717, 2",
        "4000, 716, 1",
        "384, 256, 1",
        "1, 1, 1",
    })
    void theSmallestScaleThatCoversTheInputWithAMarginIsTaken(int width, int height, int denominator) {
        assertThat(JpegScale.covering(width, height, InputSize.IMAGENET).denominator())
                .isEqualTo(denominator);
    }

    @Test
    void aSmallerInputAllowsASmallerScale() {
        assertThat(JpegScale.covering(1920, 1080, new InputSize(64, 56)).denominator())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"16, 2", "17, 3", "23, 3", "24, 3", "1, 1"})
    void aSideThatIsNoMultipleGetsAPixelForTheRest(int side, int scaled) {
        assertThat(new JpegScale(8).of(side)).isEqualTo(scaled);
    }

    @Test
    void averagesAreRoundedAndTakenOverWhatIsThere() {
        // Two squares of 2 x 2, then what is left of two: a column, a row and a corner.
        byte[] red = {10, 20, 1, 30, 41, 2, 7, 8, 9};
        byte[] rgb = new byte[27];
        for (int i = 0; i < red.length; i++) {
            rgb[3 * i] = red[i];
            rgb[3 * i + 1] = (byte) 255;
        }

        Picture average = new JpegScale(2).average(new Picture(3, 3, rgb));

        assertThat(average.width()).isEqualTo(2);
        assertThat(average.height()).isEqualTo(2);
        assertThat(average.rgb()).containsExactly(25, 255, 0, 2, 255, 0, 8, 255, 0, 9, 255, 0);
    }

    @ParameterizedTest
    @CsvSource({"2, 61, 37", "4, 64, 33", "8, 99, 70", "8, 3, 5"})
    void averagesAreThoseOfTheirSquares(int denominator, int width, int height) {
        Picture picture = Pictures.drawn(width, height, 9);
        JpegScale scale = new JpegScale(denominator);

        byte[] average = scale.average(picture).rgb();

        for (int i = 0; i < average.length; i++) {
            int left = i / 3 % scale.of(width) * denominator;
            int top = i / 3 / scale.of(width) * denominator;
            int sum = 0;
            int count = 0;
            for (int y = top; y < Math.min(height, top + denominator); y++) {
                for (int x = left; x < Math.min(width, left + denominator); x++) {
                    sum += picture.rgb()[3 * (y * width + x) + i % 3] & 0xFF;
                    count++;
                }
            }
            assertThat(average[i] & 0xFF).as("sample " + i).isEqualTo(Math.round((float) sum / count));
        }
    }

    @Test
    void atScaleOneAPictureStaysItself() {
        Picture picture = Pictures.drawn(20, 10, 1);

        assertThat(new JpegScale(1).average(picture)).isSameAs(picture);
    }
}
