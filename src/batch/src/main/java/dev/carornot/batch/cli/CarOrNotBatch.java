package dev.carornot.batch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code car-or-not-batch}, and the main class for {@code spark-submit}. */
@Command(
        name = CarOrNotBatch.NAME,
        description = "Classifies more photographs than one machine can, on Apache Spark.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNotBatch.Version.class)
public final class CarOrNotBatch implements Runnable {
    static final String NAME = "car-or-not-batch";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Shows where in the program an error arose.")
    private boolean stacktrace;

    private CarOrNotBatch() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(out, err, arguments);
        // Where Spark runs the driver itself, it takes the end of main for success, and any other exit for a failure.
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Exit code: 0 for success, 1 when the work failed or not all of it could be done, 2 for a wrong command line. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        CarOrNotBatch root = new CarOrNotBatch();
        Failures failures = new Failures(err, () -> root.stacktrace);
        return new CommandLine(root)
                .addSubcommand(new ScoreCommand(out))
                .addSubcommand(new FeaturesCommand(out))
                .addSubcommand(new BackfillCommand(out))
                .addSubcommand(new SizeCommand(out))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: score, features, backfill or size");
    }

    /** What the jar's manifest says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CarOrNotBatch.class.getPackage().getImplementationVersion();
            return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
        }
    }
}
