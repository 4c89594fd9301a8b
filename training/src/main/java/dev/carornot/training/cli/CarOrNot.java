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
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was asked for was done.",
            "1:It was not, or a photograph was refused; a sentence on standard error, or the photograph's line, says why.",
            "2:The command line is wrong; a sentence on standard error says what.",
            "3:'reproduce' trained other weights than the model has."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not doctor",
            "  car-or-not classify --model classpath:starter photograph.jpg",
            "  car-or-not train --help",
            "",
            "'car-or-not COMMAND --help' explains a command and shows examples."
        })
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
                TerminalWidth.ofProcess(),
                System::getenv,
                Path.of(System.getProperty("user.home")));
        System.exit(run(console, arguments));
    }

    /** Runs a command; the exit codes are those that the help lists. */
    static int run(Console console, String... arguments) {
        CarOrNot root = new CarOrNot();
        CommandLine commandLine = commandLine(console, root);
        Failures failures = new Failures(console.err(), HelpStyle.ofErrors(console), () -> root.stacktrace);
        commandLine.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError | LinkageError e) {
            return failures.report(e);
        }
    }

    /** All commands, for whoever wants to look at them rather than to run one. */
    static CommandLine commandLine(Console console) {
        return commandLine(console, new CarOrNot());
    }

    private static CommandLine commandLine(Console console, CarOrNot root) {
        CommandLine commandLine = new CommandLine(root)
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new ClassifyCommand(console))
                .addSubcommand(DatasetCommand.commandLine(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new CalibrateCommand(console))
                .addSubcommand(new QuantizeCommand(console))
                .addSubcommand(new FeaturesCommand(console))
                .addSubcommand(new BackfillCommand(console))
                .addSubcommand(new FindLearningRateCommand(console))
                .addSubcommand(new ReproduceCommand(console))
                .addSubcommand(new ExperimentsCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new PublishCommand(console))
                .addSubcommand(ModelsCommand.commandLine(console))
                .addSubcommand(KeysCommand.commandLine(console))
                .addSubcommand(new SignCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(new CompletionCommand(console));
        commandLine
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true);
        HelpStyle.of(console).applyTo(commandLine);
        return commandLine;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw MissingCommand.of(spec.commandLine());
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
