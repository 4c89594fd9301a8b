package dev.carornot.training.export;

import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.program.EagerProgram;
import dev.carornot.classifier.program.OnnxProgram;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.Program;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Runs an exported file in ONNX Runtime, beside the artifact's own network. */
final class ExportCheck {
    private static final int PICTURES = 4;
    private static final int CHANNELS = 3;

    /** A picture is this many patches wide, each of one random colour: noise alone looks the same to a network. */
    private static final int PATCHES = 8;

    private static final int BYTE_VALUES = 256;

    /** Of a logit's size, what two orders of adding 32-bit floats may differ by. */
    private static final double FP32_TOLERANCE = 1e-3;

    private ExportCheck() {}

    /** The largest difference of the logits; for fp32 it must be a rounding error. */
    static double difference(Path file, NetworkSource source, Precision precision) {
        double largest = 0;
        double size = 1;
        try (Program exported = OnnxProgram.open(file, source.side(), precision, 1, 1);
                Program network = EagerProgram.classifier(
                        source.configuration(), source.normalization(), source.side(), source.weights(), 1)) {
            for (int seed = 0; seed < PICTURES; seed++) {
                byte[] picture = picture(source.side(), seed);
                double expected = network.run(picture, 1)[0][0];
                largest = Math.max(largest, Math.abs(exported.run(picture, 1)[0][0] - expected));
                size = Math.max(size, Math.abs(expected));
            }
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
        if (Double.isNaN(largest) || (precision == Precision.FP32 && largest > FP32_TOLERANCE * size)) {
            throw new UserException("ONNX Runtime's logits differ by " + largest
                    + " from the model's own, so nothing was exported; please report it.");
        }
        return largest;
    }

    private static byte[] picture(int side, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] colours = new byte[PATCHES * PATCHES * CHANNELS];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (byte) random.nextInt(BYTE_VALUES);
        }
        byte[] picture = new byte[side * side * CHANNELS];
        for (int i = 0; i < picture.length; i++) {
            int row = i / (side * CHANNELS) * PATCHES / side;
            int column = i / CHANNELS % side * PATCHES / side;
            picture[i] = colours[(row * PATCHES + column) * CHANNELS + i % CHANNELS];
        }
        return picture;
    }
}
