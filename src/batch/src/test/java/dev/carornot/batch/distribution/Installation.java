package dev.carornot.batch.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged command, and beside it a Spark as one unpacks it: its jars, and a {@code spark-submit} that does what Spark's scripts
 * do, which are on no Maven repository. Ends the processes that it started.
 */
final class Installation implements AutoCloseable {
    static final Path PACKAGED = Path.of("target/dist").toAbsolutePath();

    private static final long PATIENCE_MINUTES = 15;

    /** As Spark's {@code spark-class}: its launcher says, between zero bytes, how Java is to be called. */
    private static final String SPARK_SUBMIT = """
            #!/usr/bin/env bash
            command=()
            started=
            delimiter=$'\\n'
            while IFS= read -d "$delimiter" -r word; do
                if [ -n "$started" ]; then
                    command+=("$word")
                elif [ "$word" = $'\\0' ]; then
                    delimiter=''
                    started=yes
                fi
            done < <("$JAVA_HOME/bin/java" -Xmx128m -cp "$SPARK_HOME/jars/*" \\
                org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
            exec "${command[@]}"
            """;

    private final Path folder;
    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private int logs;

    Installation(Path folder) throws IOException {
        this.folder = folder;
        this.home = Files.createDirectories(folder.resolve("spark"));
        Files.createSymbolicLink(home.resolve("jars"), PACKAGED.resolve("spark"));
        // Spark would write where it works, and log at length.
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.copy(Path.of("src/test/resources/log4j2-cluster.properties"), conf.resolve("log4j2.properties"));
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, SPARK_SUBMIT);
        if (!submit.toFile().setExecutable(true)) {
            throw new IOException(submit + " cannot be made a program.");
        }
    }

    /** What a program said and how it ended. */
    record Ended(int code, String text) {}

    /** {@code SPARK_HOME}. */
    Path home() {
        return home;
    }

    /** Runs the launcher to its end. */
    Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(PACKAGED.resolve("bin/car-or-not-batch").toString());
        command.addAll(List.of(arguments));
        return run(command, environment);
    }

    /** Runs a program to its end. */
    Ended run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = folder.resolve("log-" + logs++);
        Process process = start(command, environment, log);
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        String text = Files.readString(log, StandardCharsets.UTF_8);
        if (!ended) {
            throw new IOException("It does not end: " + text);
        }
        return new Ended(process.exitValue(), text);
    }

    private Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("CARORNOT_"));
        variables.putAll(new TreeMap<>(Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_SCALA_VERSION",
                "2.13")));
        variables.putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /**
     * Starts a master and a worker, which know of Spark's jars alone.
     *
     * @return the master's address
     */
    String cluster(int cores) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "spark://127.0.0.1:" + port;
        Path log = folder.resolve("master.log");
        Process master = daemon(
                log,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        Process worker = daemon(
                folder.resolve("worker.log"),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                String.valueOf(cores),
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve("work").toString(),
                url);
        while (!registered(log)) {
            if (!master.isAlive() || !worker.isAlive()) {
                throw new IOException("The cluster does not start: " + Files.readString(log));
            }
            Thread.sleep(100);
        }
        return url;
    }

    private static boolean registered(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains("Registering worker"));
        }
    }

    private Process daemon(Path log, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "@" + PACKAGED.resolve("conf/spark.options"),
                "-cp",
                home.resolve("conf") + ":" + home.resolve("jars") + "/*",
                main));
        command.addAll(List.of(arguments));
        return start(command, Map.of("SPARK_HOME", home.toString()), log);
    }

    @Override
    public void close() {
        for (Process process : processes) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
            children.forEach(child -> child.onExit().join());
        }
    }
}
