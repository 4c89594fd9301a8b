package dev.carornot.training.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

final class PicturesTest {
    @Test
    void aPngComesBackPixelByPixel() {
        BufferedImage image = DrawnPictures.image(31, 17, 8);
        BufferedImage back = Pictures.decode(Pictures.png(image)).orElseThrow();
        assertThat(back.getRGB(0, 0, 31, 17, null, 0, 31)).isEqualTo(image.getRGB(0, 0, 31, 17, null, 0, 31));
    }

    @Test
    void shrinkingKeepsTheShapeAndEnlargesNothing() {
        BufferedImage image = DrawnPictures.image(300, 100, 8);
        BufferedImage small = Pictures.shrink(image, 160);
        assertThat(small.getWidth()).isEqualTo(160);
        assertThat(small.getHeight()).isEqualTo(53);
        assertThat(Pictures.shrink(image, 300)).isSameAs(image);
        assertThat(Pictures.shrink(DrawnPictures.image(400, 1, 1), 20).getHeight())
                .isEqualTo(1);
    }

    @Test
    void whatIsNoPictureIsEmpty() {
        assertThat(Pictures.decode(new byte[] {1, 2, 3})).isEmpty();
    }
}
