package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.carornot.classifier.fixture.Cost;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.EmptyCanvases;
import dev.carornot.classifier.fixture.HostilePictures;
import dev.carornot.classifier.fixture.HostilePictures.HostilePicture;
import dev.carornot.classifier.fixture.HostilePictures.Promise;
import dev.carornot.classifier.fixture.ResidentMemory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is uploaded gets the answer that is promised, for little time and memory, whichever library decodes JPEGs. With {@code
 * -Dcarornot.hostile.table=true} the costs are printed.
 */
class HostilePicturesTest {
    /** The bar, of the processor's time; by the clock it depends on who else is there. */
    private static final long MOST_MILLIS = 5_000;
    /** What a picture may take beside its pixels: copies of the file, tables, and what other threads do meanwhile. */
    private static final long BESIDE = 96L << 20;
    /** Of what lossy WebP allocates nearly all is free again at once: objects that live for a few pixels. */
    private static final int GARBAGE = 10;

    private static final int MUTATIONS = 2_000;
    private static final double MOST_GROWTH = 0.05;

    @BeforeAll
    static void loadTheReaders() {
        Inputs.decoders()
                .forEach(it -> HostilePictures.codings().forEach(file -> it.decode(file.bytes(), InputSize.IMAGENET)));
    }

    static Stream<HostilePicture> pictures() {
        return HostilePictures.all().stream();
    }

    /** Those that take no time. */
    static Stream<HostilePicture> quick() {
        List<HostilePicture> slow = HostilePictures.slow();
        return pictures()
                .filter(it -> slow.stream().noneMatch(other -> other.name().equals(it.name())));
    }

    /** What decodes JPEGs makes no difference to other formats. */
    private static Stream<InputDecoder> decoders(byte[] file) {
        return Bytes.has(file, 0, "\u00FF\u00D8") ? Inputs.decoders() : Stream.of(Inputs.imageIo());
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void eachGetsItsAnswerWithinItsBudget(HostilePicture picture) {
        byte[] file = picture.bytes();
        long expected = expectedMemory(file);
        decoders(file).forEach(decoder -> {
            String[] outcome = new String[1];
            Cost cost = Cost.of(() -> outcome[0] = Inputs.outcome(decoder, file, InputSize.IMAGENET));
            print(picture, decoder, file, cost, outcome[0]);

            // Of a machine that many others use a minute may be less than the work takes.
            assumeFalse(outcome[0].contains("not decoded within") && cost.millis() < MOST_MILLIS);
            assertThat(outcome[0]).as(decoder.jpegDecoder()).startsWith(start(picture.promise()));
            assertThat(cost.millis()).as("milliseconds of work").isLessThan(MOST_MILLIS);
            long garbage = Bytes.has(file, 8, "WEBP") ? GARBAGE : 1;
            assertThat(cost.heap()).as("bytes of the heap").isLessThan(garbage * expected + BESIDE);
            assertThat(cost.beyondHeap()).as("bytes beyond the heap").isLessThan(expected + BESIDE);
        });
    }

    @ParameterizedTest
    @MethodSource("quick")
    void everyPixelGetsTheSameAnswer(HostilePicture picture) {
        byte[] file = picture.bytes();

        assertThat(Inputs.outcomeInFull(file))
                .isEqualTo(Inputs.outcome(Inputs.imageIo(), file, InputSize.IMAGENET))
                .startsWith(start(picture.promise()));
    }

    @Test
    void whatIsChangedAtRandomIsAnsweredTheSameOnEveryWayAndKeepsNoMemory() throws Exception {
        long before = ResidentMemory.bytes();
        HostilePictures.mutations(7, MUTATIONS).forEach(picture -> {
            byte[] file = picture.bytes();
            String inFull = Inputs.outcomeInFull(file);
            Inputs.decoders()
                    .forEach(it -> assertThat(Inputs.outcome(it, file, InputSize.IMAGENET))
                            .as(picture + " by " + it.jpegDecoder())
                            .isEqualTo(inFull));
        });

        assertThat(ResidentMemory.bytes() - before).isLessThan((long) (MOST_GROWTH * before));
    }

    @Test
    void onesThatNeedMoreThanThereIsAreRefusedWithBothFigures() {
        InputDecoder poor = Inputs.imageIo().withLimits(new ImageLimits(20_000_000, 50_000_000, 64L << 20));
        byte[] large = EmptyCanvases.png(4_000, 3_000, 8, 6, false);

        assertThat(Inputs.outcome(poor, large, InputSize.IMAGENET))
                .isEqualTo(
                        "TOO_MANY_PIXELS: The picture would take 81 MB of memory to decode, more than the limit of 64;"
                                + " send a smaller one.");
        assertThat(Inputs.outcome(poor, DrawnPictures.jpeg(640, 480, 1), InputSize.IMAGENET))
                .isEqualTo("decoded");
    }

    private static String start(Promise promise) {
        return switch (promise) {
            case VERDICT -> "decoded";
            case AN_ANSWER -> "";
            default -> promise.name() + ": ";
        };
    }

    /** What the library itself says that the picture takes, or nothing for one that is refused unread. */
    private static long expectedMemory(byte[] file) {
        try {
            return new Admission(ImageLimits.DEFAULT).admit(file).memory();
        } catch (RefusedException e) {
            return 0;
        }
    }

    private static void print(HostilePicture picture, InputDecoder decoder, byte[] file, Cost cost, String outcome) {
        if (Boolean.getBoolean("carornot.hostile.table")) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d KB | %s | %s | %,d | %,d | %,d |%n",
                    picture,
                    file.length / 1000,
                    decoder.jpegDecoder(),
                    outcome.replaceAll(":.*", ""),
                    cost.millis(),
                    cost.heap() >> 20,
                    cost.beyondHeap() >> 20);
        }
    }
}
