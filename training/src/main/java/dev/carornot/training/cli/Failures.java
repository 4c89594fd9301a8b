package dev.carornot.training.cli;

import ai.djl.engine.EngineException;
import dev.carornot.training.failure.UserException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into one sentence and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String RED = "\u001B[1;31m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintStream err;
    private final String name;
    private final BooleanSupplier stacktrace;

    Failures(PrintStream err, boolean coloured, BooleanSupplier stacktrace) {
        this.err = err;
        this.name = coloured ? RED + CarOrNot.NAME + PLAIN : CarOrNot.NAME;
        this.stacktrace = stacktrace;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        List<String> unknown = commandLine.getUnmatchedArguments();
        // A misspelt option is also a missing one, and picocli names the missing one.
        ParameterException cause =
                unknown.isEmpty() ? failure : new UnmatchedArgumentException(commandLine, List.copyOf(unknown));
        String message = cause.getMessage().strip();
        String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        err.println(name + ": " + sentence + suggestion(cause) + "; see '"
                + commandLine.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String suggestion(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                return " (did you mean " + String.join(" or ", suggestions) + "?)";
            }
        }
        return "";
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult result) {
        if (failure instanceof ParameterException wrongUse) {
            return handleParseException(wrongUse, new String[0]);
        }
        return report(failure);
    }

    int report(Throwable failure) {
        err.println(name + ": " + sentence(failure));
        if (stacktrace.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }

    /** What people are told of a failure. */
    static String sentence(Throwable failure) {
        if (failure instanceof UserException) {
            return failure.getMessage();
        }
        if (failure instanceof OutOfMemoryError) {
            return "Java's memory is used up (" + oneLine(failure)
                    + "); give it more, for instance with CARORNOT_JAVA_OPTS=-Xmx4g.";
        }
        if (failure instanceof EngineException) {
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return "The engine cannot be started (" + cause.getClass().getSimpleName() + ": " + oneLine(cause)
                    + "); 'Devices' in docs/training.md tells where its libraries come from.";
        }
        if (failure instanceof LinkageError) {
            return "A part of the program cannot be loaded on this machine: " + oneLine(failure) + ".";
        }
        String kind = failure.getClass().getSimpleName();
        return "This should not have happened: " + kind + ": " + oneLine(failure)
                + " (--stacktrace shows where, for a bug report).";
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? "no further word" : failure.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }
}
