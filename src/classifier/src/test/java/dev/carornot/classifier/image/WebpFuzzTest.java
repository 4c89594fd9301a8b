package dev.carornot.classifier.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carornot.classifier.fixture.DrawnWebp;
import dev.carornot.classifier.fixture.EmptyCanvases;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever follows a WebP's first bytes is answered. */
class WebpFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.concat(
                DrawnWebp.all().stream(),
                Stream.of(EmptyCanvases.losslessWebp(9, 7), EmptyCanvases.lossyWebp(40, 30, 300)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverFollowsIsAnswered(byte[] file) {
        Fuzzing.answer(ImageFormat.WEBP, file);
    }
}
