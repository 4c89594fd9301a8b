package dev.carornot.training.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description =
                "Has S3 itself call the upload function for every object under a prefix (S3 Batch Operations): writes the"
                        + " manifest, and prints the call that creates the job or, with --create, creates it. Afterwards, with"
                        + " --report, reads the job's completion report into the table that car-or-not-batch score writes. Done by"
                        + " car-or-not-batch, which CARORNOT_BATCH names if it is not beside this program.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The manifest is written and the job printed or created, or the report is in the table.",
            "1:It is not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not backfill --photographs s3://uploads/2026 \\",
            "      --manifest s3://jobs/2026.csv --function arn:aws:lambda:... \\",
            "      --role arn:aws:iam::... --reports s3://jobs/reports --create",
            "  car-or-not backfill --report s3://jobs/reports/job-7 \\",
            "      --model s3://my-models/team --out verdicts"
        })
final class BackfillCommand implements Runnable {
    private final Console console;

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
        private String control;
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

    @Mixin
    private JsonOption json;

    BackfillCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        BatchCommand.delegate(console, arguments());
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("backfill"));
        if (step.job != null) {
            add(arguments, "--photographs", step.job.photographs);
            add(arguments, "--manifest", step.job.manifest);
            add(arguments, "--function", step.job.function);
            add(arguments, "--role", step.job.role);
            add(arguments, "--account", step.job.account);
            add(arguments, "--reports", step.job.reports);
            add(arguments, "--control-endpoint", step.job.control);
            if (step.job.create) {
                arguments.add("--create");
            }
        } else {
            add(arguments, "--report", step.report.report);
            add(arguments, "--model", step.report.model);
            add(arguments, "--out", step.report.results);
        }
        add(arguments, "--endpoint", endpoint);
        if (json.isSet()) {
            arguments.add("--json");
        }
        return arguments;
    }

    private static void add(List<String> arguments, String option, String value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value);
        }
    }
}
