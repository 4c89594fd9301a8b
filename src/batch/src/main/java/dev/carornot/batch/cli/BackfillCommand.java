package dev.carornot.batch.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.batch.backfill.BatchJob;
import dev.carornot.batch.backfill.CompletionReport;
import dev.carornot.batch.backfill.JobManifest;
import dev.carornot.batch.backfill.S3Control;
import dev.carornot.batch.executor.DriverModel;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.result.ResultTable;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
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
                        + " manifest, and prints the call that creates the job or, with --create, creates it. Afterwards, with --report, reads the job's"
                        + " completion report into the table of results. Nothing of it needs a cluster.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNotBatch.Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not-batch backfill --photographs s3://uploads/2026 --manifest s3://jobs/2026.csv \\",
            "      --function arn:aws:lambda:... --role arn:aws:iam::... --reports s3://jobs/reports --create",
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

        @Option(names = "--account", paramLabel = "NUMBER", description = "The AWS account (default: the function's).")
        private String account;

        @Option(
                names = "--reports",
                required = true,
                paramLabel = "S3",
                description = "Where S3 writes its completion report: s3://<bucket>/<prefix>.")
        private String reports;

        @Option(
                names = "--create",
                description = "Creates the job, which S3 begins at once; without it the call that does is printed.")
        private boolean create;

        @Option(
                names = "--control-endpoint",
                paramLabel = "URL",
                description = "With --create: where S3 Control is, if not at AWS's usual address.")
        private URI control;
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

    @Option(names = "--json", description = "Prints a JSON object on a line instead of text.")
    private boolean json;

    /** What is printed as JSON; what there is nothing to say of is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Told(
            String manifest, Long objects, String call, String job, String results, Long taken, Long failed) {}

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

    private void prepare(Job asked, Storage storage) throws IOException {
        String account = asked.account == null ? BatchJob.accountOf(asked.function) : asked.account;
        S3Location reports = place(asked.reports);
        // Before the bucket is listed, which may take long.
        job(new JobManifest.Written(place(asked.manifest), "", 0), asked, account, reports);
        JobManifest.Written written = JobManifest.write(place(asked.photographs), place(asked.manifest), storage.s3());
        if (written.objects() == 0) {
            throw new UserException(
                    "There is nothing under '" + asked.photographs + "'; name the prefix of the photographs.");
        }
        BatchJob job = job(written, asked, account, reports);
        String created = asked.create ? S3Control.create(job, asked.control) : null;
        String call = asked.create ? null : job.call();
        if (json) {
            tell(new Told(written.place().toString(), written.objects(), call, created, null, null, null));
        } else if (asked.create) {
            out.printf(
                    Locale.ROOT,
                    "%s lists %,d objects; the job %s was created.%n",
                    written.place(),
                    written.objects(),
                    created);
            out.println("Its report will be at " + reports.folder() + "job-" + created + "; read it with --report.");
        } else {
            out.printf(
                    Locale.ROOT, "# %s lists %,d objects. This creates the job:%n", written.place(), written.objects());
            out.println(call);
        }
    }

    private static BatchJob job(JobManifest.Written written, Job asked, String account, S3Location reports) {
        return new BatchJob(
                written,
                asked.function,
                asked.role,
                account,
                reports,
                UUID.randomUUID().toString());
    }

    private void read(Report report, Storage storage) throws IOException {
        ResultTable table = new ResultTable(Folder.of(report.results, storage));
        CompletionReport.Taken taken = CompletionReport.read(
                place(report.report), DriverModel.identity(report.model, storage), table, storage.s3());
        if (json) {
            tell(new Told(null, null, null, null, table.results(), taken.results(), taken.failed()));
            return;
        }
        out.printf(Locale.ROOT, "%,d photographs of the report are in %s.%n", taken.results(), table.results());
        if (taken.failed() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d have no verdict by this model (%,d of them one by another); 'score' will look at them: %s%n",
                    taken.failed(),
                    taken.otherModel(),
                    table.failures());
        }
    }

    private void tell(Told told) throws IOException {
        out.println(JsonMapper.builder().build().writeValueAsString(told));
    }

    private static S3Location place(String location) {
        if (!S3Location.matches(location)) {
            throw new UserException("'" + location + "' is not in S3; write s3://<bucket>/<key>.");
        }
        return S3Location.parse(location);
    }
}
