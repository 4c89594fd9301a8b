package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Decodings.decoded;
import static dev.carornot.classifier.image.Decodings.difference;
import static dev.carornot.classifier.image.Decodings.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.DrawnWebp;
import dev.carornot.classifier.fixture.HandMade;
import dev.carornot.classifier.fixture.Pictures;
import dev.carornot.classifier.image.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    @Test
    void aPngDecodesToExactlyItsPixels() {
        Decoding decoding = DECODER.decode(DrawnPictures.png(31, 17, 1));

        assertThat(decoding).isInstanceOfSatisfying(Decoding.Decoded.class, it -> {
            assertThat(it.format()).isEqualTo(ImageFormat.PNG);
            assertThat(it.picture().width()).isEqualTo(31);
            assertThat(it.picture().height()).isEqualTo(17);
            assertThat(it.picture().rgb()).isEqualTo(Pictures.drawn(31, 17, 1).rgb());
        });
    }

    @Test
    void aJpegDecodesToNearlyWhatWasDrawn() {
        assertThat(difference(decoded(DrawnPictures.jpeg(320, 200, 2)), Pictures.drawn(320, 200, 2)))
                .isLessThan(4);
    }

    @ParameterizedTest
    @CsvSource({
        "gif, a GIF",
        "bmp, a BMP",
        "tiff, a TIFF",
    })
    void anotherFormatIsNamed(String format, String name) {
        Refusal refusal = refused(DrawnPictures.write(DrawnPictures.image(20, 20, 1), format));

        assertThat(refusal)
                .isEqualTo(new Refusal(Reason.UNSUPPORTED, "The file is " + name + "; JPEG, PNG and WebP are read."));
    }

    @ParameterizedTest
    @CsvSource({"heic, a HEIC/HEIF", "avif, an AVIF"})
    void anIsoMediaFileIsNamedByItsBrand(String brand, String name) {
        Refusal refusal = refused(HandMade.latin("\0\0\0\u0018ftyp" + brand + "\0\0\0\0"));

        assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(refusal.message()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "B", "BM is a text, too, as is this", "hello", "RIFF\0\0\0\0WAVEfmt ", "%PDF-1.7", "\0\0\0\0"
            })
    void whatIsNoImageIsSaidToBeNone(String text) {
        assertThat(refused(HandMade.latin(text)).reason()).isEqualTo(Reason.NOT_AN_IMAGE);
    }

    @Test
    void aFileOverTheLimitIsRefusedWithBothFigures() {
        Refusal refusal = refused(new ImageDecoder(new ImageLimits(1_000, 1_000)), new byte[1_001]);

        assertThat(refusal)
                .isEqualTo(new Refusal(Reason.TOO_LARGE, "The file has 1,001 bytes, more than the limit of 1,000."));
    }

    @Test
    void aPictureOverTheLimitIsRefusedWithAllFigures() {
        ImageDecoder decoder = new ImageDecoder(new ImageLimits(1_000_000, 9_999));

        String message = "The picture has 100 x 100 = 10,000 pixels, more than the limit of 9,999.";
        assertThat(refused(decoder, DrawnPictures.jpeg(100, 100, 1)))
                .isEqualTo(new Refusal(Reason.TOO_MANY_PIXELS, message));
        assertThat(refused(decoder, DrawnPictures.png(100, 100, 1)))
                .isEqualTo(new Refusal(Reason.TOO_MANY_PIXELS, message));
    }

    @Test
    void aPictureOfExactlyTheLimitIsDecoded() {
        ImageDecoder decoder = new ImageDecoder(new ImageLimits(1_000_000, 10_000));

        assertThat(decoder.decode(DrawnPictures.jpeg(100, 100, 1))).isInstanceOf(Decoding.Decoded.class);
    }

    @Test
    void statedSizesThatOverflowAnIntAreTooManyPixelsWhateverTheLimit() {
        byte[] png = HandMade.png(
                HandMade.header(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 2), HandMade.data(0), HandMade.end());
        ImageDecoder generous = new ImageDecoder(new ImageLimits(Long.MAX_VALUE, Long.MAX_VALUE));

        assertThat(refused(png).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refused(generous, png).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void emptyCanvasesAreRefusedBeforeMemoryIsSetAsideForThem() {
        byte[] png = HandMade.png(HandMade.header(7_000, 7_000, 16, 6), HandMade.data(0, 0, 0), HandMade.end());

        assertThat(refused(png).message())
                .isEqualTo("The PNG is damaged: it states 7000 x 7000 pixels, but most of them are missing.");
    }

    @Test
    void aDecoderThatRunsOutOfTimeGivesUp() {
        ImageDecoder hasty = new ImageDecoder(ImageLimits.DEFAULT, Duration.ofMillis(1));

        for (byte[] file : List.of(DrawnPictures.jpeg(3_000, 2_000, 1), DrawnPictures.png(1_000, 1_000, 1))) {
            assertThat(refused(hasty, file).message()).startsWith("The picture was not decoded within 1 ms");
        }
    }

    @Test
    void noBytesMakeItThrow() {
        Random random = new Random(7);
        List<byte[]> starts = List.of(
                DrawnPictures.jpeg(40, 30, 1),
                HandMade.progressiveJpeg(DrawnPictures.image(40, 30, 1)),
                HandMade.withExif(
                        DrawnPictures.jpeg(40, 30, 1), HandMade.orientation(6, java.nio.ByteOrder.BIG_ENDIAN)),
                HandMade.printJpeg(16, 16, new int[] {10, 20, 30, 40}, 2),
                DrawnPictures.png(40, 30, 1),
                DrawnWebp.lossy(),
                DrawnWebp.lossless(),
                DrawnWebp.lossyWithAlpha(),
                DrawnWebp.animation());
        for (byte[] start : starts) {
            for (int i = 0; i < 100; i++) {
                byte[] file = Arrays.copyOf(start, i % 3 == 0 ? random.nextInt(start.length + 1) : start.length);
                for (int changes = random.nextInt(6); changes > 0 && file.length > 0; changes--) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt(256);
                }
                assertThat(DECODER.decode(file)).isNotNull();
            }
        }
    }

    @Test
    void eightThreadsDecodeTheSameFilesToTheSameBytes() throws Exception {
        List<byte[]> files = List.of(
                DrawnPictures.jpeg(200, 150, 1),
                DrawnPictures.png(200, 150, 2),
                HandMade.printJpeg(64, 64, new int[] {200, 100, 50, 250}, 0),
                DrawnWebp.lossy());
        List<byte[]> alone = files.stream().map(it -> decoded(it).rgb()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                all.add(threads.submit(() -> {
                    boolean same = true;
                    for (int i = 0; i < 20 * files.size(); i++) {
                        int which = i % files.size();
                        same &= Arrays.equals(decoded(files.get(which)).rgb(), alone.get(which));
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
