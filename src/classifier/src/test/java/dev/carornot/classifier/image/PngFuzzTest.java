package dev.carornot.classifier.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.EmptyCanvases;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever follows a PNG's signature is answered. Checksums are put right before: nothing would get past them. */
class PngFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.concat(
                Stream.of(
                        DrawnPictures.png(20, 15, 1),
                        EmptyCanvases.png(9, 7, 16, 6, true),
                        EmptyCanvases.png(9, 7, 1, 3, false)),
                Fuzzing.corpora("pngsuite"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverFollowsIsAnswered(byte[] file) {
        Fuzzing.answer(ImageFormat.PNG, Fuzzing.withChecksums(file));
    }
}
