package dev.carornot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a model says of the same photographs by way of libjpeg-turbo, of ImageIO and of every pixel. With the starter and a
 * part of the photographs; with {@code -Dcarornot.agreement.model=FOLDER} with another model and all of them (see
 * docs/decisions/0008-jpeg-decoding.md).
 */
class DecoderAgreementTest {
    private static final String MODEL = System.getProperty("carornot.agreement.model");
    private static final String STARTER = "../function/src/main/resources/starter";

    private static final double MOST_APART = 0.02;
    private static final double MOST_OTHER_VERDICTS = 0.001;
    /** Photographs enlarged by 6 and 12 are decoded at 1/4 and 1/8 of their size by a network that sees 256 rows. */
    private static final int[] ENLARGEMENTS = {6, 12};
    /** So near are probabilities of two decoders that show the network different pixels; a blurred one would be farther. */
    private static final double MOST_APART_ENLARGED = 0.1;

    private static final int EVERY = MODEL == null ? 25 : 1;
    private static final int EVERY_ENLARGED = MODEL == null ? 250 : 20;

    private final InputDecoder turbo = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO);
    private final InputDecoder imageIo = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.IMAGEIO);
    private final ImageDecoder full = new ImageDecoder(ImageLimits.DEFAULT);
    private final Resampler resampler = new Resampler();
    private Classifier classifier;
    private InputSize size;

    @BeforeEach
    void open() throws Exception {
        Shared.require("data/manifest.csv");
        assumeTrue(turbo.jpegDecoder().equals("libjpeg-turbo"), "needs libturbojpeg (Debian's package libturbojpeg0)");
        Artifact artifact = Artifact.open(new FolderFiles(Path.of(MODEL == null ? STARTER : MODEL)));
        classifier = Classifier.open(artifact);
        size = artifact.manifest().input().size();
    }

    @AfterEach
    void close() {
        if (classifier != null) {
            classifier.close();
        }
    }

    @Test
    void bothDecodersLeadToTheSameVerdictsOnThePhotographs() {
        for (String split : List.of("test", "real_world")) {
            Comparison decoders = new Comparison(split + ": libjpeg-turbo and ImageIO");
            Comparison withFull = new Comparison(split + ": libjpeg-turbo and every pixel");
            List<Path> files = files(split);
            for (int i = 0; i < files.size(); i += EVERY) {
                compare(bytes(files.get(i)), decoders, withFull);
            }
            decoders.print();
            withFull.print();

            assertThat(decoders.most()).isLessThanOrEqualTo(MOST_APART);
            assertThat(decoders.otherVerdicts()).isLessThanOrEqualTo(MOST_OTHER_VERDICTS);
        }
    }

    @Test
    void bothDecodersLeadToNearlyTheSameProbabilitiesOnLargePictures() {
        for (int factor : ENLARGEMENTS) {
            String name = "test, enlarged " + factor + " times: libjpeg-turbo and ";
            Comparison decoders = new Comparison(name + "ImageIO");
            Comparison withFull = new Comparison(name + "every pixel");
            List<Path> files = files("test");
            for (int i = 0; i < files.size(); i += EVERY_ENLARGED) {
                if (full.decode(bytes(files.get(i))) instanceof Decoding.Decoded decoded) {
                    compare(enlarged(decoded.picture(), factor), decoders, withFull);
                }
            }
            decoders.print();
            withFull.print();

            assertThat(decoders.most()).isLessThanOrEqualTo(MOST_APART_ENLARGED);
        }
    }

    private void compare(byte[] file, Comparison decoders, Comparison withFull) {
        Fitting.Fitted byTurbo = fitted(turbo.decode(file, size));
        Verdict verdict = verdict(byTurbo);
        decoders.add(verdict, verdict(fitted(imageIo.decode(file, size)), byTurbo, verdict));
        withFull.add(verdict, verdict(fitted(inFull(file)), byTurbo, verdict));
    }

    private static Fitting.Fitted fitted(Fitting fitting) {
        assertThat(fitting).isInstanceOf(Fitting.Fitted.class);
        return (Fitting.Fitted) fitting;
    }

    /** The network is asked only where the input is not one that it saw already. */
    private Verdict verdict(Fitting.Fitted input, Fitting.Fitted known, Verdict verdictOnKnown) {
        return Arrays.equals(input.pixels(), known.pixels()) ? verdictOnKnown : verdict(input);
    }

    private Fitting inFull(byte[] file) {
        Decoding decoding = full.decode(file);
        if (decoding instanceof Decoding.Refused refused) {
            return new Fitting.Refused(refused.refusal());
        }
        Picture picture = ((Decoding.Decoded) decoding).picture();
        return new Fitting.Fitted(resampler.fit(picture, size), picture.width(), picture.height(), 0, 0);
    }

    private Verdict verdict(Fitting.Fitted input) {
        return classifier.classify(input, System.nanoTime());
    }

    private byte[] enlarged(Picture picture, int factor) {
        int width = factor * picture.width();
        int height = factor * picture.height();
        byte[] rgb = resampler.resample(picture, 0, 0, picture.width(), picture.height(), width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int pixel = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | (rgb[3 * i + 2] & 0xFF);
            image.setRGB(i % width, i / width, pixel);
        }
        return DrawnPictures.write(image, "jpeg");
    }

    private static List<Path> files(String split) {
        Path manifest = Shared.require("data/manifest.csv");
        try {
            return Files.readAllLines(manifest).stream()
                    .map(line -> line.split(",", -1))
                    .filter(row -> row[2].equals(split))
                    .map(row -> manifest.resolveSibling(row[0]))
                    .toList();
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

    /** How far the probabilities of two ways are apart, and how many verdicts differ. */
    private static final class Comparison {
        private final String name;
        private final List<Double> apart = new ArrayList<>();
        private int others;

        Comparison(String name) {
            this.name = name;
        }

        void add(Verdict one, Verdict other) {
            double difference = ((Verdict.Classified) one).probability() - ((Verdict.Classified) other).probability();
            apart.add(Math.abs(difference));
            others += one.getClass().equals(other.getClass()) ? 0 : 1;
        }

        double most() {
            return sorted()[apart.size() - 1];
        }

        double otherVerdicts() {
            return (double) others / apart.size();
        }

        private double[] sorted() {
            return apart.stream().mapToDouble(it -> it).sorted().toArray();
        }

        void print() {
            double[] sorted = sorted();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d photographs, probabilities apart by %.5f on average, %.5f at the 99th percentile, %.5f at"
                            + " most; %d other verdicts%n",
                    name,
                    sorted.length,
                    Arrays.stream(sorted).average().orElse(0),
                    sorted[(int) (0.99 * (sorted.length - 1))],
                    most(),
                    others);
        }
    }
}
