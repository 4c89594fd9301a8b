package dev.carornot.training.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.image.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

final class FilePropertiesTest {
    private static byte[] jpeg(float quality, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(DrawnPictures.image(40, 30, 1), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @Test
    void aJpegTellsItsEncoding() throws IOException {
        byte[] file = jpeg(0.75f, false);
        FileProperties properties = FileProperties.of(file).orElseThrow();
        assertThat(properties.format()).isEqualTo(ImageFormat.JPEG);
        assertThat(properties.width()).isEqualTo(40);
        assertThat(properties.height()).isEqualTo(30);
        assertThat(properties.bytes()).isEqualTo(file.length);
        assertThat(properties.progressive()).isFalse();
        // ImageIO halves the colours' resolution both ways; 0.75 is half of ITU-T T.81's table K.1, whose mean is 57.6.
        assertThat(properties.chromaPixels()).isEqualTo(4);
        assertThat(properties.coarseness()).isBetween(28.0, 30.0);
    }

    @Test
    void qualityAndProgressionAreTold() throws IOException {
        assertThat(FileProperties.of(jpeg(0.95f, false)).orElseThrow().coarseness())
                .isLessThan(FileProperties.of(jpeg(0.3f, false)).orElseThrow().coarseness() / 5);
        assertThat(FileProperties.of(jpeg(0.75f, true)).orElseThrow().progressive())
                .isTrue();
    }

    @Test
    void aGreyJpegHasNoColoursToHalve() {
        byte[] grey = DrawnPictures.write(new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_GRAY), "jpeg");
        assertThat(FileProperties.of(grey).orElseThrow().chromaPixels()).isEqualTo(1);
    }

    @Test
    void aPngTellsItsSize() {
        byte[] file = DrawnPictures.png(31, 17, 2);
        assertThat(FileProperties.of(file))
                .contains(new FileProperties(ImageFormat.PNG, 31, 17, file.length, 0, 1, false));
    }

    @Test
    void whatHasNoHeaderHasNoProperties() {
        assertThat(FileProperties.of(new byte[0])).isEmpty();
        assertThat(FileProperties.of("no picture".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(FileProperties.of(Arrays.copyOf(DrawnPictures.jpeg(20, 20, 1), 60)))
                .isEmpty();
        assertThat(FileProperties.of(Arrays.copyOf(DrawnPictures.png(20, 20, 1), 12)))
                .isEmpty();
        assertThat(FileProperties.of(new byte[] {'R', 'I', 'F', 'F', 0, 0, 0, 0}))
                .isEmpty();
    }
}
