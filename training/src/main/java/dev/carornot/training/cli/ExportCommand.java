package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.program.Precision;
import dev.carornot.training.export.OnnxExport;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Writes a model as a single file for another runtime.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The file was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not export --model models/first --format onnx --out first.onnx",
            "  car-or-not export --model models/first --format onnx --precision int8 \\",
            "      --out first-int8.onnx"
        })
final class ExportCommand implements Runnable {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** The file formats. */
    private enum Format {
        ONNX
    }

    /** The arithmetics that a file may be written for. */
    private enum FilePrecision {
        FP32(Precision.FP32),
        INT8(Precision.INT8);

        private final Precision precision;

        FilePrecision(Precision precision) {
            this.precision = precision;
        }
    }

    /** What is printed as JSON. */
    private record Written(String file, String format, String precision, long bytes, Double difference) {}

    private final Console console;

    @Mixin
    private ModelOption model;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "The file's format: onnx.")
    private Format format;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "fp32",
            description = "The arithmetic: fp32 (default), or int8 for a model with quantised weights.")
    private FilePrecision precision;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out;

    @Mixin
    private JsonOption json;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Artifact artifact = model.artifact(console);
        OnnxExport.Exported exported = OnnxExport.write(artifact, precision.precision, out);
        json.print(
                console,
                () -> new Written(
                        out.toString(),
                        format.name().toLowerCase(Locale.ROOT),
                        precision.precision.label(),
                        exported.length(),
                        exported.difference().isPresent()
                                ? exported.difference().getAsDouble()
                                : null),
                () -> print(artifact, exported));
    }

    private void print(Artifact artifact, OnnxExport.Exported exported) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s %s was written to %s as %s %s, %.1f MB.%n",
                        artifact.manifest().name(),
                        artifact.manifest().version(),
                        out,
                        format,
                        precision.precision.label(),
                        exported.length() / BYTES_PER_MEGABYTE);
        exported.difference()
                .ifPresent(difference -> console.out()
                        .printf(
                                Locale.ROOT,
                                "In ONNX Runtime its logits differ by %.1e at most from the model's in fp32.%n",
                                difference));
    }
}
