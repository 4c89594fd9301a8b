package dev.carornot.benchmark.http;

import dev.carornot.benchmark.measurement.Jdk;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The packaged function, as people run it: through its launcher where the build made one, as {@code java -jar} otherwise.
 * Immutable and thread-safe.
 */
public final class Function {
    private static final Path LAUNCHER = Path.of("bin", "car-or-not-function");
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    private static final String RESIDENT = "VmRSS:";
    private static final double BYTES_A_KIB = 1024;
    private static final double BYTES_A_MEGABYTE = 1e6;

    private final Path target;
    private final Path jar;
    private final Path log;

    private Function(Path target, Path jar, Path log) {
        this.target = target;
        this.jar = jar;
        this.log = log;
    }

    /**
     * Looks for what {@code package} built.
     *
     * @param target the function module's build folder
     * @param log where the processes' output goes
     * @return empty when nothing was built
     */
    public static Optional<Function> packagedIn(Path target, Path log) throws IOException {
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*-runner.jar")) {
            for (Path jar : jars) {
                return Optional.of(new Function(target.toAbsolutePath(), jar.toAbsolutePath(), log));
            }
        }
        return Optional.empty();
    }

    /** Lets the launcher make what shortens later starts, once for each JDK; without a launcher there is nothing to do. */
    void prepare(Jdk jdk, Map<String, String> environment) throws IOException, InterruptedException {
        if (!Files.exists(target.resolve(LAUNCHER))) {
            return;
        }
        Process process = builder(jdk, List.of("prepare"), environment).start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    "The function's start cannot be prepared on " + jdk.home() + "; " + log + " says why.");
        }
    }

    /** Starts it on a free port. */
    Running start(Jdk jdk, Map<String, String> environment) throws IOException {
        Map<String, String> all = new TreeMap<>(environment);
        int port = freePort();
        all.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        URI address = URI.create("http://localhost:" + port + "/classify");
        long start = System.nanoTime();
        return new Running(builder(jdk, List.of(), all).start(), address, start, log);
    }

    private ProcessBuilder builder(Jdk jdk, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        Path launcher = target.resolve(LAUNCHER);
        if (Files.exists(launcher)) {
            command.addAll(List.of("sh", launcher.toString()));
            command.addAll(arguments);
        } else {
            Collections.addAll(command, jdk.java().toString(), NATIVE_ACCESS, "-jar", jar.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        return builder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * A running one; closing it ends it.
     *
     * @param started when its process was asked for, by {@link System#nanoTime}
     */
    record Running(Process process, URI address, long started, Path log) implements AutoCloseable {
        /** Resident memory in millions of bytes; empty where the system does not tell. */
        OptionalDouble residentMegabytes() throws IOException {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            if (!Files.isReadable(status)) {
                return OptionalDouble.empty();
            }
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(
                            line -> Double.parseDouble(line.replaceAll("\\D", "")) * BYTES_A_KIB / BYTES_A_MEGABYTE)
                    .findFirst();
        }

        String output() throws IOException {
            return Files.readString(log);
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
