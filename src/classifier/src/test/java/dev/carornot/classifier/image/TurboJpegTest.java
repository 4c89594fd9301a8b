package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Inputs.fitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.fixture.ResidentMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurboJpegTest {
    private static final int DECODES = 2_000;
    /** A picture of the test takes 0.9 MB: were one in forty decodes to leak, it would show. */
    private static final long MOST_GROWTH = 40_000_000;

    @TempDir
    private Path folder;

    @Test
    void aLibraryThatIsAbsentOrSomethingElseIsNotUsed() throws IOException {
        Path text = Files.writeString(folder.resolve("libturbojpeg.so"), "no library");

        assertThat(TurboJpeg.open("no-such-library")).isEmpty();
        assertThat(TurboJpeg.open(folder.resolve("absent.so").toString())).isEmpty();
        assertThat(TurboJpeg.open(text.toString())).isEmpty();
    }

    @Test
    void aLibraryWithoutTheFunctionsIsNotUsed() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "needs Linux, where the C library is libc.so.6");

        assertThat(TurboJpeg.open("libc.so.6")).isEmpty();
    }

    @Test
    void aFileWithTheLeastFaultIsLeftToOthers() {
        TurboJpeg library = Inputs.library();
        JpegScale scale = new JpegScale(2);
        byte[] jpeg = DrawnPictures.jpeg(64, 48, 1);
        byte[] tablesOnly = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};

        assertThat(library.decode(jpeg, jpeg.length, 64, 48, scale)).hasValueSatisfying(picture -> {
            assertThat(picture.width()).isEqualTo(32);
            assertThat(picture.height()).isEqualTo(24);
        });
        assertThat(library.decode(jpeg, jpeg.length - 2, 64, 48, scale)).isEmpty();
        assertThat(library.decode(jpeg, jpeg.length / 2, 64, 48, scale)).isEmpty();
        assertThat(library.decode(jpeg, jpeg.length, 64, 47, scale)).isEmpty();
        assertThat(library.decode(tablesOnly, tablesOnly.length, 64, 48, scale)).isEmpty();
    }

    @Test
    void noBytesMakeItFail() {
        InputDecoder decoder = Inputs.turbo();
        Random random = new Random(11);
        List<byte[]> starts =
                List.of(DrawnPictures.jpeg(90, 70, 1), HandMade.progressiveJpeg(DrawnPictures.image(90, 70, 1)));
        for (byte[] start : starts) {
            for (int i = 0; i < 500; i++) {
                byte[] file = start.clone();
                for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt(256);
                }
                assertThat(decoder.decode(file, new InputSize(16, 14))).isNotNull();
            }
        }
    }

    @Test
    void memoryStaysFlatWhateverBecomesOfTheFiles() {
        InputDecoder decoder = Inputs.turbo();
        byte[] whole = DrawnPictures.jpeg(640, 480, 1);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        run(decoder, whole, half, DECODES / 10);
        long before = ResidentMemory.bytes();

        run(decoder, whole, half, DECODES);

        assertThat(ResidentMemory.bytes() - before).isLessThan(MOST_GROWTH);
    }

    private static void run(InputDecoder decoder, byte[] whole, byte[] half, int times) {
        InputSize size = new InputSize(256, 224);
        for (int i = 0; i < times; i++) {
            fitted(decoder, whole, size);
            if (i % 10 == 0) {
                assertThat(decoder.decode(half, size)).isInstanceOf(Fitting.Refused.class);
            }
        }
    }

    @Test
    void manyThreadsDecodeToTheSameBytes() throws Exception {
        InputDecoder decoder = Inputs.turbo();
        InputSize size = new InputSize(64, 56);
        List<byte[]> files = List.of(
                DrawnPictures.jpeg(800, 600, 1),
                DrawnPictures.jpeg(300, 200, 2),
                HandMade.progressiveJpeg(DrawnPictures.image(500, 400, 3)));
        List<byte[]> alone =
                files.stream().map(it -> fitted(decoder, it, size).pixels()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                all.add(threads.submit(() -> {
                    boolean same = true;
                    for (int i = 0; i < 50 * files.size(); i++) {
                        int which = i % files.size();
                        same &= Arrays.equals(
                                fitted(decoder, files.get(which), size).pixels(), alone.get(which));
                    }
                    return same;
                }));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
