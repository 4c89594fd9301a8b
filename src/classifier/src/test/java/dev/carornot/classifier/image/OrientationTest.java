package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Decodings.decoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.fixture.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
    /** Letters stand for grey pixels, slashes for ends of rows. Stored is always ab/cd/ef. */
    @ParameterizedTest
    @CsvSource({
        "1, ab/cd/ef",
        "2, ba/dc/fe",
        "3, fe/dc/ba",
        "4, ef/cd/ab",
        "5, ace/bdf",
        "6, eca/fdb",
        "7, fdb/eca",
        "8, bdf/ace",
        "0, ab/cd/ef",
        "9, ab/cd/ef",
    })
    void storedRowsAreTurnedUpright(int orientation, String upright) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] png = HandMade.png(
                    HandMade.header(2, 3, 8, 0),
                    HandMade.chunk("eXIf", HandMade.orientation(orientation, order)),
                    HandMade.data(0, 'a', 'b', 0, 'c', 'd', 0, 'e', 'f'),
                    HandMade.end());

            assertThat(letters(decoded(png))).isEqualTo(upright);
        }
    }

    @Test
    void aPictureOfManyTilesIsTurnedAsAWhole() {
        Picture stored = Pictures.drawn(101, 67, 3);

        Picture turned = new Orientation(6).upright(stored);

        assertThat(turned.width()).isEqualTo(67);
        assertThat(turned.height()).isEqualTo(101);
        for (int y = 0; y < 101; y++) {
            for (int x = 0; x < 67; x++) {
                assertThat(Decodings.pixel(turned, x, y)).isEqualTo(Decodings.pixel(stored, y, 66 - x));
            }
        }
    }

    @Test
    void aJpegIsTurnedByItsExifSegment() {
        byte[] jpeg = DrawnPictures.jpeg(40, 24, 1);

        Picture turned = decoded(HandMade.withExif(jpeg, HandMade.orientation(8, ByteOrder.BIG_ENDIAN)));

        assertThat(turned.rgb())
                .isEqualTo(new Orientation(8).upright(decoded(jpeg)).rgb());
        assertThat(turned.width()).isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 9, 12, 25})
    void anExifBlockThatEndsEarlyDoesNotRefuseThePicture(int length) {
        byte[] jpeg = DrawnPictures.jpeg(40, 24, 1);
        byte[] block = Arrays.copyOf(HandMade.orientation(6, ByteOrder.LITTLE_ENDIAN), length);

        assertThat(decoded(HandMade.withExif(jpeg, block)).rgb().length).isEqualTo(3 * 40 * 24);
    }

    @Test
    void aDirectoryWithoutAnOrientationMeansUpright() {
        byte[] jpeg = DrawnPictures.jpeg(40, 24, 1);
        byte[] block = HandMade.orientation(6, ByteOrder.BIG_ENDIAN);
        int twoZeros = block.length - 2;
        ByteBuffer.wrap(block).putInt(4, twoZeros);

        assertThat(decoded(HandMade.withExif(jpeg, block)).width()).isEqualTo(40);
    }

    @Test
    void megabytesOfMetadataCostLittle() {
        byte[] jpeg = DrawnPictures.jpeg(40, 24, 1);
        byte[] block = Arrays.copyOf(HandMade.orientation(6, ByteOrder.BIG_ENDIAN), 65_000);
        byte[] segment = Arrays.copyOfRange(HandMade.withExif(jpeg, block), 2, 65_000 + 12);
        byte[][] parts = new byte[202][];
        Arrays.fill(parts, segment);
        parts[0] = Arrays.copyOf(jpeg, 2);
        parts[201] = Arrays.copyOfRange(jpeg, 2, jpeg.length);
        byte[] file = HandMade.join(parts);

        long start = System.nanoTime();
        Picture picture = decoded(file);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;

        assertThat(file.length).isGreaterThan(13_000_000);
        assertThat(picture.width()).isEqualTo(24);
        // Some 20 ms; the limit only has to tell it from reading every block.
        assertThat(milliseconds).isLessThan(2_000);
    }

    private static String letters(Picture picture) {
        StringBuilder letters = new StringBuilder();
        for (int y = 0; y < picture.height(); y++) {
            letters.append(y == 0 ? "" : "/");
            for (int x = 0; x < picture.width(); x++) {
                letters.append((char) (Decodings.pixel(picture, x, y) & 0xFF));
            }
        }
        return letters.toString();
    }
}
