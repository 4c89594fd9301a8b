package dev.carornot.batch.cli;

import dev.carornot.batch.failure.UserException;
import dev.carornot.classifier.artifact.ArtifactException;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into one sentence and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** Of what happened on an executor Spark's driver may only have a text: the exception's class and what it said. */
    private static final Pattern ON_EXECUTOR =
            Pattern.compile("most recent failure:[^\\n]*?(?:\\w+[.$])+\\w*(?:Exception|Error): ([^\\n]*)");

    private final PrintStream err;
    private final BooleanSupplier stacktrace;

    Failures(PrintStream err, BooleanSupplier stacktrace) {
        this.err = err;
        this.stacktrace = stacktrace;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        String message = failure.getMessage().strip();
        String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        err.println(CarOrNotBatch.NAME + ": " + sentence + "; see '"
                + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult result) {
        if (failure instanceof ParameterException wrongUse) {
            return handleParseException(wrongUse, new String[0]);
        }
        err.println(CarOrNotBatch.NAME + ": " + sentence(failure));
        if (stacktrace.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserException || cause instanceof ArtifactException) {
                return cause.getMessage();
            }
        }
        if (failure instanceof SparkException) {
            Matcher told = ON_EXECUTOR.matcher(String.valueOf(failure.getMessage()));
            return told.find()
                    ? "A task failed several times: " + told.group(1)
                            + (told.group(1).endsWith(".") ? "" : ".")
                    : "Spark gave up: " + oneLine(failure) + " (--stacktrace shows more).";
        }
        return "This should not have happened: " + failure.getClass().getSimpleName() + ": " + oneLine(failure)
                + " (--stacktrace shows where, for a bug report).";
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? "no further word" : failure.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }
}
