package dev.carornot.batch.cli;

import dev.carornot.batch.backfill.CompletionReport;
import dev.carornot.batch.backfill.JobManifest;
import dev.carornot.batch.executor.DriverModel;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.result.ResultTable;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description =
                "Lets S3 itself call the upload function for every object under a prefix (S3 Batch Operations): writes the"
                        + " manifest and prints the call that creates the job. Afterwards, with --report, reads the job's"
                        + " completion report into the table of results. Nothing of it needs a cluster.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNotBatch.Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not-batch backfill --photographs s3://uploads/2026 --manifest s3://jobs/2026.csv \\",
            "      --function arn:aws:lambda:... --role arn:aws:iam::... --account 123456789012 --reports s3://jobs/reports",
            "  car-or-not-batch backfill --report s3://jobs/reports/job-... --model s3://my-models/team \\",
            "      --out verdicts"
        })
final class BackfillCommand implements Runnable {
    private final PrintStream out;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Step step;

    static final class Step {
        @ArgGroup(exclusive = false)
        private Job job;

        @ArgGroup(exclusive = false)
        private Report report;
    }

    static final class Job {
        @Option(names = "--photographs", required = true, paramLabel = "S3", description = "s3://<bucket>/<prefix>.")
        private String photographs;

        @Option(names = "--manifest", required = true, paramLabel = "S3", description = "The object to write.")
        private String manifest;

        @Option(names = "--function", required = true, paramLabel = "ARN", description = "The upload function.")
        private String function;

        @Option(names = "--role", required = true, paramLabel = "ARN", description = "The role that S3 takes on.")
        private String role;

        @Option(names = "--account", required = true, paramLabel = "NUMBER", description = "The AWS account.")
        private String account;

        @Option(
                names = "--reports",
                required = true,
                paramLabel = "S3",
                description = "Where S3 writes its completion report: s3://<bucket>/<prefix>.")
        private String reports;
    }

    static final class Report {
        @Option(names = "--report", required = true, paramLabel = "S3", description = "The job's completion report.")
        private String report;

        @Option(
                names = "--model",
                required = true,
                paramLabel = "MODEL",
                description = "The model that the function served meanwhile.")
        private String model;

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder of the results.")
        private String results;
    }

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "A server other than AWS's that speaks S3's protocol.")
    private String endpoint;

    BackfillCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        try (Storage storage = new Storage(new StorageSettings(new Configuration(), endpoint))) {
            if (step.job != null) {
                prepare(step.job, storage);
            } else {
                read(step.report, storage);
            }
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private void prepare(Job job, Storage storage) throws IOException {
        JobManifest.Written written = JobManifest.write(place(job.photographs), place(job.manifest), storage.s3());
        out.printf(Locale.ROOT, "# %s lists %,d objects. This creates the job:%n", written.place(), written.objects());
        out.println(JobManifest.call(
                written,
                job.function,
                job.role,
                job.account,
                place(job.reports),
                UUID.randomUUID().toString()));
    }

    private void read(Report report, Storage storage) throws IOException {
        ResultTable table = new ResultTable(Folder.of(report.results, storage));
        long rows = CompletionReport.read(
                place(report.report), DriverModel.identity(report.model, storage), table, storage.s3());
        out.printf(Locale.ROOT, "%,d photographs of the report are in %s.%n", rows, table.results());
    }

    private static S3Location place(String location) {
        if (!S3Location.matches(location)) {
            throw new UserException("'" + location + "' is not in S3; write s3://<bucket>/<key>.");
        }
        return S3Location.parse(location);
    }
}
