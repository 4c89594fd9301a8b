package dev.carornot.classifier.image;

import static dev.carornot.classifier.image.Decodings.decoded;
import static dev.carornot.classifier.image.Decodings.difference;
import static dev.carornot.classifier.image.Decodings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carornot.classifier.fixture.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that real decoders met; see the corpora's own README. */
class CorporaTest {
    /** Generous: the slowest file takes a fifth of a second once the readers are loaded. */
    private static final long MOST_MILLISECONDS = 10_000;
    /** What the heap may still grow by while the collector sees no need to shrink it; a leak would be far above. */
    private static final long MOST_GROWTH_KB = 300_000;

    /** Between inputs, of 255 levels; colours mixed up or a picture turned are far above. */
    private static final double MOST_DIFFERENCE = 3;

    private static final int EVERY = 25;

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"Landscape", "Portrait"})
    void allOrientationsShowTheSamePicture(String name) throws IOException {
        Path folder = Shared.require("corpora/exif-orientation");
        Picture upright = decoded(Files.readAllBytes(folder.resolve(name + "_1.jpg")));

        for (int orientation = 0; orientation <= 8; orientation++) {
            Picture picture = decoded(Files.readAllBytes(folder.resolve(name + "_" + orientation + ".jpg")));
            // Each file is compressed anew, so its noise differs; turned wrongly, they differ by more than 40.
            assertThat(difference(picture, upright)).as(name + orientation).isLessThan(8);
        }
    }

    @Test
    void corruptPngsAreRefusedAndAllOthersRead() {
        for (Path file : files("corpora/pngsuite")) {
            String name = file.getFileName().toString();
            if (name.endsWith(".png")) {
                Decoding decoding = decoder.decode(bytes(file));
                assertThat(decoding)
                        .as(name)
                        .isInstanceOf(name.startsWith("x") ? Decoding.Refused.class : Decoding.Decoded.class);
            }
        }
    }

    @Test
    void everyOddButLegalJpegIsRead() {
        List<Path> files = files("corpora/odd-jpeg");

        assertThat(files).hasSize(44);
        assertThat(files)
                .allSatisfy(file -> assertThat(decoder.decode(bytes(file))).isInstanceOf(Decoding.Decoded.class));
    }

    @Test
    void brokenOnesAreRefusedWithASentence() {
        List<Path> files = files("corpora/broken-jpeg");
        // This one is whole: its Adobe marker contradicts its single component, and is ignored.
        files.removeIf(it -> it.endsWith("broken-invalid-adobe-ycc-gray.jpg"));

        assertThat(files)
                .allSatisfy(file -> assertThat(refused(bytes(file)).message()).endsWith("."));
    }

    @Test
    void everyWayToTheInputDecodesAndRefusesTheSame() {
        // Small, so that JPEGs are decoded at all scales.
        InputSize size = new InputSize(32, 28);
        for (String corpus : List.of("broken-jpeg", "odd-jpeg", "jpeg-bugs", "exif-orientation")) {
            for (Path file : files("corpora/" + corpus)) {
                byte[] bytes = bytes(file);
                String inFull = Inputs.outcomeInFull(bytes);
                Inputs.decoders().forEach(it -> {
                    assertThat(Inputs.outcome(it, bytes, size))
                            .as(file + " by " + it.jpegDecoder())
                            .isEqualTo(inFull);
                    if (inFull.equals("decoded")) {
                        byte[] pixels = Inputs.fitted(it, bytes, size).pixels();
                        assertThat(Inputs.difference(pixels, Inputs.inFull(bytes, size)))
                                .as(file + " by " + it.jpegDecoder())
                                .isLessThan(MOST_DIFFERENCE);
                    }
                });
            }
        }
    }

    @Test
    void noFileTakesLongOrKeepsMemory() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String corpus : List.of("broken-jpeg", "odd-jpeg", "jpeg-bugs", "pngsuite")) {
            files.addAll(files("corpora/" + corpus));
        }
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "needs Linux's /proc to measure memory");

        decodeAll(files);
        long afterFirst = residentKilobytes();
        decodeAll(files);
        decodeAll(files);

        assertThat(residentKilobytes() - afterFirst).isLessThan(MOST_GROWTH_KB);
    }

    @Test
    void everyPhotographIsRead() {
        List<Path> files = files("data/images");

        for (int i = 0; i < files.size(); i += EVERY) {
            Path file = files.get(i);
            assertThat(decoder.decode(bytes(file))).as(file.toString()).isInstanceOf(Decoding.Decoded.class);
        }
    }

    private void decodeAll(List<Path> files) {
        for (Path file : files) {
            byte[] bytes = bytes(file);
            long start = System.nanoTime();
            assertThat(decoder.decode(bytes)).isNotNull();
            assertThat((System.nanoTime() - start) / 1_000_000)
                    .as(file.toString())
                    .isLessThan(MOST_MILLISECONDS);
        }
    }

    private static long residentKilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(it -> it.startsWith("VmRSS:"))
                    .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(Shared.require(folder))) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
