package dev.carornot.classifier.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.EmptyCanvases;
import dev.carornot.classifier.fixture.HandMade;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever follows a JPEG's first bytes, both decoders answer, and the same. */
class JpegFuzzTest {
    static Stream<byte[]> seeds() {
        byte[] jpeg = DrawnPictures.jpeg(40, 30, 1);
        return Stream.concat(
                Stream.of(
                        jpeg,
                        HandMade.progressiveJpeg(DrawnPictures.image(40, 30, 1)),
                        HandMade.withExif(jpeg, HandMade.orientation(6, ByteOrder.BIG_ENDIAN)),
                        HandMade.printJpeg(16, 16, new int[] {10, 20, 30, 40}, 2),
                        EmptyCanvases.jpeg(17, 9, 3, 2),
                        EmptyCanvases.progressiveJpeg(17, 9, 3, 12)),
                Fuzzing.corpora("odd-jpeg", "broken-jpeg"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverFollowsIsAnswered(byte[] file) {
        Fuzzing.answer(ImageFormat.JPEG, file);
    }
}
