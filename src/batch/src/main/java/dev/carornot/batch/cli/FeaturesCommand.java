package dev.carornot.batch.cli;

import dev.carornot.batch.features.Backbone;
import dev.carornot.batch.features.FeatureExtraction;
import dev.carornot.batch.features.FeatureReport;
import dev.carornot.classifier.network.Variant;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "features",
        description =
                "Computes features for 'car-or-not features --on spark', which calls it with what it needs to know.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNotBatch.Version.class)
final class FeaturesCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--backbone", required = true, paramLabel = "FILE", description = "The weights.")
    private String backbone;

    @Option(names = "--sha256", required = true, paramLabel = "DIGEST", description = "Of that file.")
    private String sha256;

    @Option(names = "--variant", required = true, paramLabel = "NAME", description = "V1 or V1_5.")
    private Variant variant;

    @Option(names = "--blocks", required = true, split = ",", paramLabel = "N", description = "In each stage.")
    private List<Integer> blocks;

    @Option(names = "--width", required = true, paramLabel = "N", description = "Of the first stage.")
    private int width;

    @Option(names = "--resize", required = true, paramLabel = "N", description = "Shorter side, in pixels.")
    private int resize;

    @Option(names = "--crop", required = true, paramLabel = "N", description = "What the network sees, in pixels.")
    private int crop;

    @Option(names = "--aspect", required = true, paramLabel = "X", description = "The widest that is squashed.")
    private double aspect;

    @Option(names = "--mean", required = true, split = ",", paramLabel = "X", description = "Of the colours.")
    private List<Float> mean;

    @Option(names = "--std", required = true, split = ",", paramLabel = "X", description = "Of the colours.")
    private List<Float> std;

    @Option(names = "--precision", required = true, paramLabel = "NAME", description = "The arithmetic.")
    private String precision;

    @Option(names = "--jpeg-decoder", required = true, paramLabel = "NAME", description = "What decodes JPEGs.")
    private String jpegDecoder;

    @Option(
            names = "--table",
            required = true,
            paramLabel = "TABLE",
            description = "Lists photographs: path, version (the SHA-256 of the bytes), bytes.")
    private String table;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder for what is computed.")
    private String folder;

    @Mixin
    private SparkOptions cluster;

    FeaturesCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        try (SparkSession spark = cluster.open()) {
            FeatureReport report = new FeatureExtraction(spark, cluster.settings(spark))
                    .run(
                            new Backbone(
                                    backbone,
                                    sha256,
                                    variant,
                                    blocks,
                                    width,
                                    resize,
                                    crop,
                                    aspect,
                                    mean,
                                    std,
                                    precision,
                                    jpegDecoder),
                            table,
                            folder);
            out.printf(Locale.ROOT, "Features of %,d photographs were computed.%n", report.computed());
            report.left().forEach(out::println);
            return ExitCode.OK;
        }
    }
}
