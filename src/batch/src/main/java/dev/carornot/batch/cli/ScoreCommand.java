package dev.carornot.batch.cli;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.score.ScoreReport;
import dev.carornot.batch.score.ScoreRequest;
import dev.carornot.batch.score.Scoring;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.SigningKeys;
import dev.carornot.classifier.artifact.Trust;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "score",
        description =
                "Gives each photograph of a listing its verdict, as rows of Parquet. What has one of the same model already is"
                        + " left alone, so the same command goes on where an earlier run ended.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNotBatch.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every photograph of the listing has a row: a verdict, or why it was refused.",
            "1:Some could not be read and are left for the next run, or nothing could be done at all.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not-batch score --model models/first --photographs photographs --out verdicts",
            "  car-or-not-batch score --model s3://my-models/team --photographs s3://uploads/2026 \\",
            "      --out s3://my-results/2026",
            "  spark-submit ... score --model s3://my-models/team --table s3a://inventory/data --out hdfs:///verdicts"
        })
final class ScoreCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "The model: its folder, its place in a store (the current version), or s3://...")
    private String model;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Takes only a model that the owner of this key's other half has signed.")
    private String publicKey;

    @ArgGroup(multiplicity = "1")
    private Source source;

    static final class Source {
        @Option(
                names = "--photographs",
                paramLabel = "DIR",
                description = "A folder, s3://<bucket>/<prefix>, or what else Hadoop reads; all below it is looked at.")
        private String photographs;

        @Option(
                names = "--table",
                paramLabel = "TABLE",
                description =
                        "A table that lists photographs, as Parquet or as .csv with a header: path and, if there is one,"
                                + " version and bytes; or an S3 Inventory in Parquet.")
        private String table;
    }

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder, or s3://<bucket>/<prefix>, for results/*.parquet.")
    private String results;

    @Mixin
    private SparkOptions cluster;

    ScoreCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        try (SparkSession spark = cluster.open()) {
            ScoreReport report = new Scoring(spark, cluster.settings(spark))
                    .run(new ScoreRequest(model, trust(), source.photographs, source.table, results));
            report.lines().forEach(out::println);
            return report.failed() > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private Trust trust() {
        try {
            return publicKey == null ? Trust.ANYONE : Trust.in(SigningKeys.readPublic(publicKey));
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
