package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.function.fixture.QuantizedStarter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The numbers of one Java, from 17 on, are those of another, and those of one decoder are those of the other where {@code
 * docs/decisions/0008-jpeg-decoding.md} says so.
 */
final class OtherJavaTest {
    /** A Java of another version than the one that runs the tests; not named carornot.*, where Quarkus allows its own alone. */
    private static final String SETTING = "other-jdk";

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    private static final int SMALL = 10;
    private static final int SMALLEST = 60;
    private static final int STEP = 31;
    /** Between decoders, of photographs that are decoded at a part of their size. */
    private static final double MOST_APART_LARGE = 0.1;

    @TempDir
    private Path folder;

    private Path model;
    private Path photographs;

    @BeforeEach
    void write() throws IOException {
        model = new QuantizedStarter().write(folder.resolve("model"), "1", 1);
        photographs = Files.createDirectory(folder.resolve("photographs"));
        for (int i = 0; i < SMALL; i++) {
            byte[] photograph = DrawnPictures.jpeg(SMALLEST + STEP * i, SMALLEST + STEP * (SMALL - i), i);
            Files.write(photographs.resolve("small-" + i + ".jpg"), photograph);
        }
        Files.write(photographs.resolve("large.jpg"), DrawnPictures.jpeg(1600, 1200, SMALL));
        Files.write(photographs.resolve("picture.png"), DrawnPictures.png(150, 130, SMALL + 1));
    }

    @Test
    void anotherJavaSaysTheSameToTheBit() throws Exception {
        Optional<Path> other = otherJava();
        assumeTrue(
                other.isPresent(),
                "needs another Java, 17 or newer, in " + INSTALLED + " or named by -D" + SETTING + "=FOLDER");

        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        other.get().resolve("bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintsProbabilities.class.getName(),
                        model.toString(),
                        photographs.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Map<String, Double> here = PrintsProbabilities.of(model, photographs);
        int exit = process.waitFor();
        List<String> lines = Files.readAllLines(output);

        assertThat(exit).as(String.join("\n", lines)).isZero();
        assertThat(PrintsProbabilities.read(lines)).isEqualTo(here);
    }

    @Test
    void eitherDecoderSaysTheSameOfSmallPhotographsAndNearlyTheSameOfLargeOnes() throws Exception {
        Map<String, Double> probabilities = PrintsProbabilities.of(model, photographs);
        probabilities.forEach((name, probability) -> {
            double byImageIo = probabilities.get(JpegChoice.IMAGEIO + name.substring(name.indexOf('/')));
            assertThat(probability)
                    .as(name)
                    .isCloseTo(byImageIo, within(name.endsWith("large.jpg") ? MOST_APART_LARGE : 0.0));
        });
    }

    private static Optional<Path> otherJava() throws IOException {
        String named = System.getProperty(SETTING, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(INSTALLED)) {
            return folders.filter(java -> Files.isExecutable(java.resolve("bin/java")))
                    .filter(java -> version(java)
                            .filter(version -> version.feature() >= OLDEST
                                    && version.feature() != Runtime.version().feature())
                            .isPresent())
                    .sorted()
                    .findFirst();
        }
    }

    /** What the file says that every Java carries. */
    private static Optional<Runtime.Version> version(Path java) {
        try {
            return Files.readAllLines(java.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> Runtime.Version.parse(line.replaceAll("JAVA_VERSION=|\"", "")))
                    .findFirst();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
