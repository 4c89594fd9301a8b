package dev.carornot.function;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a model says of the photographs in a folder, in every precision and by way of either decoder; a program, so that
 * another Java can be asked.
 */
final class PrintsProbabilities {
    private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.BF16, Precision.FP32);
    /** Before each line, as libraries write to the same output. */
    private static final String MARK = "probability ";

    private PrintsProbabilities() {}

    public static void main(String[] arguments) throws IOException {
        of(Path.of(arguments[0]), Path.of(arguments[1]))
                .forEach((name, probability) ->
                        System.out.println(MARK + name + " " + Double.doubleToRawLongBits(probability)));
    }

    /** Reads what {@link #main} has printed. */
    static Map<String, Double> read(List<String> lines) {
        Map<String, Double> probabilities = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith(MARK)) {
                int space = line.lastIndexOf(' ');
                probabilities.put(
                        line.substring(MARK.length(), space),
                        Double.longBitsToDouble(Long.parseLong(line.substring(space + 1))));
            }
        }
        return probabilities;
    }

    /** By {@code decoder/precision/file}. */
    static Map<String, Double> of(Path model, Path photographs) throws IOException {
        Map<String, Double> probabilities = new TreeMap<>();
        for (Precision precision : PRECISIONS) {
            for (JpegChoice jpeg : JpegChoice.values()) {
                ClassifierOptions options =
                        new ClassifierOptions(ImageLimits.DEFAULT, 1, 1, PrecisionChoice.of(precision)).with(jpeg);
                try (Classifier classifier = Classifier.open(ArtifactLocation.open(model.toString()), options);
                        Stream<Path> files = Files.list(photographs)) {
                    for (Path file : files.toList()) {
                        Verdict verdict = classifier.classify(Files.readAllBytes(file));
                        probabilities.put(
                                jpeg + "/" + precision.label() + "/" + file.getFileName(),
                                ((Verdict.Classified) verdict).probability());
                    }
                }
            }
        }
        return probabilities;
    }
}
