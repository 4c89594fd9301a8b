package dev.carornot.training.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.training.picture.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PerturbationTest {
    private static final byte[] PHOTOGRAPH = DrawnPictures.png(150, 90, 4);
    private static final BufferedImage IMAGE = Pictures.decode(PHOTOGRAPH).orElseThrow();

    private static BufferedImage changed(Perturbation perturbation) {
        return Pictures.decode(perturbation.apply(PHOTOGRAPH)).orElseThrow();
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static double green(int rgb) {
        return rgb >> 8 & 0xff;
    }

    private static double mean(BufferedImage image) {
        return IntStream.of(pixels(image))
                .mapToDouble(PerturbationTest::green)
                .average()
                .orElseThrow();
    }

    /** Of neighbours in a row. */
    private static double roughness(BufferedImage image) {
        int[] pixels = pixels(image);
        IntToDoubleFunction step = i -> Math.abs(green(pixels[i]) - green(pixels[i - 1]));
        return IntStream.range(1, pixels.length).mapToDouble(step).average().orElseThrow();
    }

    private static double difference(BufferedImage one, BufferedImage other) {
        int[] first = pixels(one);
        int[] second = pixels(other);
        assertThat(first).hasSameSizeAs(second);
        return IntStream.range(0, first.length)
                .mapToDouble(i -> Math.abs(green(first[i]) - green(second[i])))
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROTATED_90", "ROTATED_180", "ROTATED_270"})
    void aTurnedPhotographIsStoredTurnedAndDecodedUpright(Perturbation turned) throws IOException {
        byte[] file = turned.apply(PHOTOGRAPH);
        BufferedImage stored = ImageIO.read(new ByteArrayInputStream(file));
        boolean swapped = turned != Perturbation.ROTATED_180;
        assertThat(stored.getWidth()).isEqualTo(swapped ? 90 : 150);
        BufferedImage upright = Pictures.decode(file).orElseThrow();
        assertThat(upright.getWidth()).isEqualTo(150);
        // What is left is the noise of JPEG; another turn would be far off.
        double asJpeg =
                difference(IMAGE, Pictures.decode(Pictures.jpeg(IMAGE, 0.95)).orElseThrow());
        assertThat(difference(IMAGE, upright)).isLessThan(1.2 * asJpeg + 0.1);
    }

    @Test
    void aThumbnailIsNoLongerThan64Pixels() {
        assertThat(changed(Perturbation.THUMBNAIL_64).getWidth()).isEqualTo(64);
        assertThat(changed(Perturbation.THUMBNAIL_64).getHeight()).isEqualTo(38);
        assertThat(mean(changed(Perturbation.THUMBNAIL_64))).isEqualTo(mean(IMAGE), within(1.0));
        byte[] small = DrawnPictures.png(20, 40, 4);
        assertThat(Pictures.decode(Perturbation.THUMBNAIL_64.apply(small))
                        .orElseThrow()
                        .getHeight())
                .isEqualTo(40);
    }

    @Test
    void blurSmoothsAndKeepsTheLight() {
        assertThat(roughness(changed(Perturbation.BLUR))).isLessThan(0.6 * roughness(IMAGE));
        assertThat(mean(changed(Perturbation.BLUR))).isEqualTo(mean(IMAGE), within(1.0));
    }

    @Test
    void darknessLeavesThreeTenthsOfTheLight() {
        assertThat(mean(changed(Perturbation.DARK))).isEqualTo(0.3 * mean(IMAGE), within(0.5));
    }

    @Test
    void greyHasNoColour() {
        assertThat(IntStream.of(pixels(changed(Perturbation.GREY))))
                .allSatisfy(rgb -> assertThat((rgb >> 16 & 0xff) * 0x010101).isEqualTo(rgb & 0xffffff));
    }

    @Test
    void aPoorJpegIsSmallAndRough() {
        byte[] poor = Perturbation.JPEG_30.apply(PHOTOGRAPH);
        assertThat(poor.length).isLessThan(Pictures.jpeg(IMAGE, 0.75).length);
        assertThat(difference(IMAGE, Pictures.decode(poor).orElseThrow())).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPhotographStaysAsItIs(Perturbation perturbation) {
        byte[] text = "no photograph".getBytes(StandardCharsets.UTF_8);
        assertThat(perturbation.apply(text)).isSameAs(text);
    }

    @ParameterizedTest
    @EnumSource
    void theSameFileGivesTheSameFile(Perturbation perturbation) {
        byte[] once = perturbation.apply(PHOTOGRAPH);
        assertThat(perturbation.apply(PHOTOGRAPH)).isEqualTo(once);
    }
}
