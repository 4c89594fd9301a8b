package dev.carornot.training.export;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.onnx.OnnxModel;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes a model as an ONNX file. Stateless and thread-safe. */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * What was written.
     *
     * @param length of the file in bytes
     * @param difference the largest difference between the file's logits in ONNX Runtime and those of the artifact's network
     *     in 32-bit floats, over a few drawn pictures; empty where ONNX Runtime is not on the class path
     */
    public record Exported(long length, OptionalDouble difference) {}

    /**
     * Writes the artifact's network beside {@code file}, runs it where ONNX Runtime is on the class path, and moves it to
     * {@code file}, over one that is there.
     *
     * @param precision {@link Precision#FP32}, or {@link Precision#INT8} for an artifact with quantised weights
     * @throws UserException when the artifact has no such form, the file cannot be written, or the file answers otherwise
     *     than the network
     */
    public static Exported write(Artifact artifact, Precision precision, Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException("'" + file + "' is a folder; name a file.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UserException("There is no folder '" + folder + "' to write to.");
        }
        NetworkSource source = artifact.source();
        OnnxModel model;
        try {
            model = model(artifact, source, precision);
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try {
                try (FileChannel channel = FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    model.writeTo(channel);
                }
                OptionalDouble difference = EngineChoice.ONNXRUNTIME.present()
                        ? OptionalDouble.of(ExportCheck.difference(beside, source, precision))
                        : OptionalDouble.empty();
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return new Exported(model.length(), difference);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UserException("'" + file + "' cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static OnnxModel model(Artifact artifact, NetworkSource source, Precision precision) throws IOException {
        Graph graph = Graph.classifier(source.configuration());
        Map<String, String> properties = properties(artifact.manifest(), precision);
        if (precision == Precision.FP32) {
            return OnnxModel.fp32(
                    graph,
                    source.side(),
                    source.normalization(),
                    BatchNormFolding.fold(
                            source.configuration().backbone(), source.weights().tensors()),
                    properties);
        }
        if (!source.isQuantized()) {
            throw new UserException(
                    artifact.location()
                            + " holds no quantised weights; quantise it with 'car-or-not quantize', or export --precision fp32.");
        }
        return OnnxModel.int8(graph, source.side(), source.normalization(), source.quantized(), properties);
    }

    /** What somebody needs to use the file without the artifact. */
    private static Map<String, String> properties(Manifest manifest, Precision precision) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("name", manifest.name());
        properties.put("version", manifest.version());
        properties.put("precision", precision.label());
        properties.put("label.negative", manifest.labels().negative());
        properties.put("label.positive", manifest.labels().positive());
        properties.put("temperature", text(manifest.decision().temperature()));
        properties.put("threshold.lower", text(manifest.decision().lower()));
        properties.put("threshold.upper", text(manifest.decision().upper()));
        properties.put("input.resize", String.valueOf(manifest.input().size().resize()));
        properties.put("input.crop", String.valueOf(manifest.input().size().crop()));
        properties.put("input.aspect", String.valueOf(manifest.input().size().aspect()));
        properties.put("input.mean", text(manifest.input().normalization().mean()));
        properties.put("input.std", text(manifest.input().normalization().std()));
        properties.put(
                "usage",
                "Resize the upright photograph's shorter side to input.resize, cut out the centre square of input.crop (where"
                        + " input.aspect is above 1, the centre rectangle up to that aspect ratio, squashed to the square),"
                        + " hand over its bytes RGB; p = sigmoid(logit / temperature) is the probability of"
                        + " label.positive: from threshold.upper on it is that, below threshold.lower it is"
                        + " label.negative. mean and std are part of the model.");
        return properties;
    }

    private static String text(double value) {
        return Double.toString(value);
    }

    private static String text(List<Float> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
