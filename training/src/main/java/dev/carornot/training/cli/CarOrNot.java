package dev.carornot.training.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code car-or-not}. */
@Command(
        name = CarOrNot.NAME,
        description =
                "Trains a network to tell photographs of cars (or of anything) from the rest, judges it and asks it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        footerHeading = "%n",
        footer = "'car-or-not COMMAND --help' explains a command and shows examples.")
public final class CarOrNot implements Runnable {
    static final String NAME = "car-or-not";

    /** Set by the launcher, since Java cannot ask whether a single stream is a terminal. */
    private static final String OUT_IS_TERMINAL = "carornot.out.terminal";

    private static final String ERR_IS_TERMINAL = "carornot.err.terminal";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Shows where in the program an error arose.")
    private boolean stacktrace;

    private CarOrNot() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Console console = new Console(
                new FileInputStream(FileDescriptor.in),
                out,
                err,
                Boolean.getBoolean(OUT_IS_TERMINAL),
                Boolean.getBoolean(ERR_IS_TERMINAL),
                System::getenv,
                Path.of(System.getProperty("user.home")));
        System.exit(run(console, arguments));
    }

    /** Exit code: 0 for success, 1 when the work failed or a photograph was refused, 2 for a wrong command line. */
    static int run(Console console, String... arguments) {
        CarOrNot root = new CarOrNot();
        CommandLine commandLine = new CommandLine(root)
                .addSubcommand(DatasetCommand.commandLine(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new ReproduceCommand(console))
                .addSubcommand(new FeaturesCommand(console))
                .addSubcommand(new FindLearningRateCommand(console))
                .addSubcommand(new ExperimentsCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new ClassifyCommand(console))
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new CalibrateCommand(console))
                .addSubcommand(new QuantizeCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new PublishCommand(console))
                .addSubcommand(new BackfillCommand(console))
                .addSubcommand(ModelsCommand.commandLine(console))
                .addSubcommand(KeysCommand.commandLine(console))
                .addSubcommand(new SignCommand(console))
                .addSubcommand(new VerifyCommand(console));
        Failures failures = new Failures(console.err(), () -> root.stacktrace);
        commandLine
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError | LinkageError e) {
            return failures.report(e);
        }
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name a command: dataset, train, reproduce, features, find-learning-rate, experiments, evaluate, classify, report, compare,"
                        + " calibrate, quantize, export, publish, backfill, models, keys, sign or verify");
    }

    /** What the jar's manifest says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CarOrNot.class.getPackage().getImplementationVersion();
            return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
        }
    }
}
