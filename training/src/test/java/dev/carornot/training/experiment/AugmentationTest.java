package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final InputSize SIZE = new InputSize(36, 32);
    private static final Augmentation ALL = new Augmentation(0.4, 0.5, 0.3, 0.1, 0.3);

    private final Resampler resampler = new Resampler();
    private final Picture picture = new Picture(90, 60, DrawnPictures.rgb(90, 60, 1));

    @Test
    void withoutAugmentationItIsTheViewOfServing() {
        assertThat(apply(Augmentation.NONE, 1)).isEqualTo(resampler.fit(picture, SIZE));
    }

    @Test
    void theSameSeedGivesTheSameViewAndAnotherSeedAnother() {
        assertThat(apply(ALL, 1)).hasSize(3 * 32 * 32).isEqualTo(apply(ALL, 1)).isNotEqualTo(apply(ALL, 2));
    }

    @Test
    void aFlipMirrorsEveryRow() {
        byte[] plain = resampler.fit(picture, SIZE);
        byte[] flipped = apply(new Augmentation(1, 1, 0, 0, 0), 1);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(flipped[3 * (32 * y + x) + channel]).isEqualTo(plain[3 * (32 * y + 31 - x) + channel]);
                }
            }
        }
    }

    @Test
    void greyHasNoColourAndKeepsTheLuma() {
        byte[] plain = resampler.fit(picture, SIZE);
        byte[] grey = apply(new Augmentation(1, 0, 0, 1, 0), 1);
        for (int i = 0; i < grey.length; i += 3) {
            double luma = 0.299 * (plain[i] & 0xff) + 0.587 * (plain[i + 1] & 0xff) + 0.114 * (plain[i + 2] & 0xff);
            assertThat(grey[i] & 0xff).isEqualTo((int) Math.round(luma));
            assertThat(grey[i + 1]).isEqualTo(grey[i]);
            assertThat(grey[i + 2]).isEqualTo(grey[i]);
        }
    }

    @Test
    void coarseTakesDetailAwayButNotTheBrightness() {
        byte[] plain = resampler.fit(picture, SIZE);
        byte[] coarse = apply(new Augmentation(1, 0, 0, 0, 1), 3);
        assertThat(roughness(coarse)).isLessThan(roughness(plain));
        assertThat(mean(coarse)).isBetween(mean(plain) - 3, mean(plain) + 3);
    }

    @Test
    void blurTakesDetailAwayAndAnotherEncodingAddsFaults() {
        byte[] plain = resampler.fit(picture, SIZE);
        byte[] blurred = apply(new Augmentation(1, 0, 0, 0, 0, 1, 0, 0, 0, 1), 3);
        assertThat(roughness(blurred)).isLessThan(roughness(plain));
        byte[] encoded = apply(new Augmentation(1, 0, 0, 0, 0, 0, 1, 0, 0, 1), 3);
        assertThat(encoded).isNotEqualTo(plain);
        assertThat(mean(encoded)).isBetween(mean(plain) - 3, mean(plain) + 3);
    }

    @Test
    void erasingHidesARectangleAndNothingElse() {
        byte[] plain = resampler.fit(picture, SIZE);
        for (int seed = 0; seed < 20; seed++) {
            byte[] erased = apply(new Augmentation(1, 0, 0, 0, 0, 0, 0, 1, 0, 1), seed);
            int changed = 0;
            for (int i = 0; i < plain.length; i++) {
                changed += plain[i] == erased[i] ? 0 : 1;
            }
            assertThat((double) changed / plain.length).isBetween(0.01, 0.25);
        }
    }

    @Test
    void aCollageShowsTheViewSmallerUponAnotherPicture() {
        Picture white = new Picture(40, 40, filled(40, (byte) 255));
        Picture black = new Picture(40, 40, filled(40, (byte) 0));
        Augmentation collage = new Augmentation(1, 0, 0, 0, 0, 0, 0, 0, 1, 1);
        for (int seed = 0; seed < 50; seed++) {
            byte[] view = collage.apply(white, SIZE, resampler, new SplittableRandom(seed), random -> black);
            int covered = 0;
            for (byte value : view) {
                assertThat(value).isIn((byte) 0, (byte) 255);
                covered += value == 0 ? 0 : 1;
            }
            // A quarter to three quarters, of which a quarter of each side may lie outside.
            assertThat((double) covered / view.length).isBetween(0.25 * 0.5, 0.8);
        }
    }

    @Test
    void aCropOfAVeryLongPictureFallsBackToTheCentre() {
        Picture strip = new Picture(400, 4, DrawnPictures.rgb(400, 4, 1));
        byte[] view = new Augmentation(0.9, 0, 0, 0, 0)
                .apply(strip, SIZE, resampler, new SplittableRandom(1), AugmentationTest::noBackground);
        assertThat(view).isEqualTo(resampler.fit(strip, SIZE));
    }

    @Test
    void sharesBeyondTheirRangeAreRefused() {
        assertThatThrownBy(() -> new Augmentation(-0.1, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Augmentation(1, 1.5, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Augmentation(1, 0, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] apply(Augmentation augmentation, long seed) {
        return augmentation.apply(picture, SIZE, resampler, new SplittableRandom(seed), AugmentationTest::noBackground);
    }

    private static Picture noBackground(SplittableRandom random) {
        throw new AssertionError("Nobody asked for a collage.");
    }

    private static byte[] filled(int side, byte value) {
        byte[] pixels = new byte[3 * side * side];
        Arrays.fill(pixels, value);
        return pixels;
    }

    private static double roughness(byte[] pixels) {
        double sum = 0;
        for (int i = 3; i < pixels.length; i++) {
            sum += Math.abs((pixels[i] & 0xff) - (pixels[i - 3] & 0xff));
        }
        return sum;
    }

    private static double mean(byte[] pixels) {
        double sum = 0;
        for (byte pixel : pixels) {
            sum += pixel & 0xff;
        }
        return sum / pixels.length;
    }
}
