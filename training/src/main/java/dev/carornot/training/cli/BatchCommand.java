package dev.carornot.training.cli;

import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts {@code car-or-not-batch}: Spark stays out of this program's class path. Stateless and thread-safe. */
final class BatchCommand {
    private static final String VARIABLE = "CARORNOT_BATCH";
    private static final Path IN_DISTRIBUTION = Path.of("bin", "car-or-not-batch");

    private BatchCommand() {}

    /**
     * Runs it and waits; what it says goes to standard error, since standard output is for this program's own results.
     *
     * @throws UserException when it is not there, or fails
     */
    static void run(Console console, List<String> arguments) {
        run(console, arguments, console.err());
    }

    /**
     * Runs it and waits; its results are this program's.
     *
     * @throws UserException when it is not there, or fails
     */
    static void delegate(Console console, List<String> arguments) {
        run(console, arguments, console.out());
    }

    private static void run(Console console, List<String> arguments, PrintStream results) {
        List<String> command = new ArrayList<>();
        command.add(launcher(console).toString());
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread errors = new Thread(() -> pass(process.getErrorStream(), console.err()), "car-or-not-batch-errors");
            errors.start();
            pass(process.getInputStream(), results);
            int code = process.waitFor();
            errors.join();
            if (code != 0) {
                throw new UserException("car-or-not-batch " + arguments.get(0) + " has failed with status " + code
                        + "; what it said stands above.");
            }
        } catch (IOException e) {
            throw new UserException("'" + command.get(0) + "' cannot be started: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("car-or-not-batch was interrupted.", e);
        }
    }

    private static void pass(InputStream from, PrintStream to) {
        try {
            from.transferTo(to);
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("What car-or-not-batch says cannot be heard.", e);
        }
    }

    private static Path launcher(Console console) {
        String named = console.environment().apply(VARIABLE);
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : home().stream()
                        .flatMap(home -> Stream.of(
                                // Unpacked beside this one, or built in the same checkout.
                                home.resolveSibling("batch").resolve(IN_DISTRIBUTION),
                                home.resolve("../../../src/batch/target/dist").resolve(IN_DISTRIBUTION)));
        return places.filter(Files::isExecutable)
                .findFirst()
                .map(Path::normalize)
                .orElseThrow(() -> new UserException("car-or-not-batch, which brings Spark, is not here: build it with"
                        + " './mvnw -Pbatch-dist -DskipTests -pl src/batch -am package', or say where it is with "
                        + VARIABLE + "."));
    }

    /** The folder that this program was unpacked to; empty where it runs from classes. */
    private static Optional<Path> home() {
        try {
            Path jar = Path.of(BatchCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(jar) ? Optional.of(jar.getParent().getParent()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
