package dev.carornot.classifier.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.Pictures;
import dev.carornot.classifier.image.Box;
import dev.carornot.classifier.image.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OverlayPainterTest {
    private static final int WIDTH = 200;
    private static final int HEIGHT = 100;
    private static final Box SQUARE = new Box(50, 0, 100, 100);

    @Test
    void whatSpeaksForIsOrangeWhatSpeaksAgainstIsBlueAndTheRestIsGrey() {
        Picture painted = paint(Pictures.drawn(WIDTH, HEIGHT, 1), new ActivationMap(1, 3, new double[] {-1, 0, 0.5}));
        assertThat(redness(painted, 55, 20)).isLessThan(-80);
        assertThat(redness(painted, 100, 20)).isBetween(-5, 5);
        // Half as strong, half as much colour.
        assertThat(redness(painted, 145, 20)).isBetween(50, 100);
    }

    @Test
    void whatTheNetworkDidNotSeeIsGreyAndDarker() {
        Picture white = white(WIDTH, HEIGHT);
        Picture painted = paint(white, new ActivationMap(1, 1, new double[] {1}));
        assertThat(redness(painted, 49, 20)).isZero();
        assertThat(red(painted, 49, 20)).isBetween(100, 130);
        assertThat(redness(painted, 50, 20)).isPositive();
        assertThat(redness(painted, 149, 20)).isPositive();
        assertThat(redness(painted, 150, 20)).isZero();
    }

    @Test
    void aSmallerPhotographIsPaintedInTheSamePlaces() {
        Picture half = white(WIDTH / 2, HEIGHT / 2);
        HeatMap heat = new HeatMap("car", new ActivationMap(1, 2, new double[] {-1, 1}), SQUARE);
        Picture painted = OverlayPainter.paint(half, WIDTH, HEIGHT, heat);
        assertThat(painted.width()).isEqualTo(WIDTH / 2);
        assertThat(redness(painted, 24, 10)).isZero();
        assertThat(redness(painted, 26, 10)).isNegative();
        assertThat(redness(painted, 73, 10)).isPositive();
        assertThat(redness(painted, 76, 10)).isZero();
    }

    @Test
    void thePhotographItselfStaysAsItIs() {
        Picture photograph = Pictures.drawn(WIDTH, HEIGHT, 1);
        byte[] before = photograph.rgb().clone();
        paint(photograph, new ActivationMap(1, 1, new double[] {1}));
        assertThat(Arrays.equals(photograph.rgb(), before)).isTrue();
    }

    @Test
    void theScaleGoesFromBlueToOrange() {
        Picture painted = paint(white(WIDTH, HEIGHT), new ActivationMap(1, 1, new double[] {0}));
        int y = HEIGHT - HeatScale.MARGIN - HeatScale.HEIGHT / 2;
        int first = HeatScale.MARGIN + 20;
        int last = HeatScale.MARGIN + HeatScale.WIDTH - 20;
        assertThat(redness(painted, first, y)).isLessThan(-50);
        assertThat(redness(painted, last, y)).isGreaterThan(50);
        assertThat(redness(painted, (first + last) / 2, y)).isBetween(-20, 20);
    }

    @Test
    void aPictureWithoutRoomForTheScaleHasNone() {
        Picture small = white(HeatScale.SMALLEST_SIDE - 1, HeatScale.SMALLEST_SIDE);
        HeatMap none = new HeatMap(
                "car", new ActivationMap(1, 1, new double[1]), new Box(0, 0, small.width(), small.height()));
        assertThat(OverlayPainter.paintWithScale(small, small.width(), small.height(), none)
                        .rgb())
                .containsOnly(0xFF);
        Picture tiny = white(1, 1);
        HeatMap one = new HeatMap("car", new ActivationMap(1, 1, new double[] {1}), new Box(0, 0, 1, 1));
        assertThat(redness(OverlayPainter.paintWithScale(tiny, 1, 1, one), 0, 0))
                .isPositive();
    }

    private static Picture paint(Picture photograph, ActivationMap map) {
        return OverlayPainter.paintWithScale(photograph, WIDTH, HEIGHT, new HeatMap("car", map, SQUARE));
    }

    private static Picture white(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 0xFF);
        return new Picture(width, height, rgb);
    }

    /** Red less blue: above 0 for orange, below for blue, 0 for any grey. */
    private static int redness(Picture picture, int x, int y) {
        int at = 3 * (y * picture.width() + x);
        return (picture.rgb()[at] & 0xFF) - (picture.rgb()[at + 2] & 0xFF);
    }

    private static int red(Picture picture, int x, int y) {
        return picture.rgb()[3 * (y * picture.width() + x)] & 0xFF;
    }
}
