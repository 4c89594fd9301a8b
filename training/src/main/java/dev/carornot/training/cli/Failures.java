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
    private final PrintStream err;
    private final HelpStyle style;
    private final BooleanSupplier stacktrace;

    Failures(PrintStream err, HelpStyle style, BooleanSupplier stacktrace) {
        this.err = err;
        this.style = style;
        this.stacktrace = stacktrace;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        List<String> unknown = commandLine.getUnmatchedArguments();
        // A misspelt option is also a missing one, and picocli names the missing one.
        String message = unknown.isEmpty()
                ? failure.getMessage().strip()
                : unknown(commandLine, unknown.get(0))
                        + suggestion(new UnmatchedArgumentException(commandLine, List.copyOf(unknown)));
        String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        say(sentence + "; see '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String unknown(CommandLine commandLine, String argument) {
        if (argument.startsWith("-")) {
            return "There is no option '" + argument + "'";
        }
        return commandLine.getSubcommands().isEmpty()
                ? "There is one argument too many: '" + argument + "'"
                : "There is no command '" + argument + "'";
    }

    private static String suggestion(UnmatchedArgumentException failure) {
        // The nearest comes first; the others are rarely meant.
        return failure.getSuggestions().stream()
                .findFirst()
                .map(nearest -> " (did you mean " + nearest + "?)")
                .orElse("");
    }

    private void say(String sentence) {
        err.print(style.sentence(CarOrNot.NAME, sentence));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult result) {
        if (failure instanceof ParameterException wrongUse) {
            return handleParseException(wrongUse, new String[0]);
        }
        return report(failure);
    }

    int report(Throwable failure) {
        say(sentence(failure));
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
