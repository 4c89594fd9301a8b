package dev.carornot.batch.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A stand-alone cluster of processes on this machine, from the jars of the class path: a master and workers of one core each. */
final class Cluster implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 600;

    private final Path folder;
    private final Path home;
    private final String url;
    private final List<Process> workers = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private Cluster(Path folder, Path home, String url) {
        this.folder = folder;
        this.home = home;
        this.url = url;
    }

    static Cluster start(Path folder, int workers) throws IOException, InterruptedException {
        int port = freePort();
        Cluster cluster = new Cluster(folder, home(folder), "spark://127.0.0.1:" + port);
        try {
            Path log = folder.resolve("master.log");
            cluster.java(
                    log,
                    List.of(),
                    "org.apache.spark.deploy.master.Master",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--webui-port",
                    "0");
            for (int i = 0; i < workers; i++) {
                cluster.workers.add(cluster.java(
                        folder.resolve("worker-" + i + ".log"),
                        List.of(),
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--webui-port",
                        "0",
                        "--work-dir",
                        folder.resolve("work-" + i).toString(),
                        cluster.url));
            }
            cluster.awaitWorkers(log, workers);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a worker takes for Spark's installation: a folder with the jars. */
    private static Path home(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                // Two may have the same name.
                Path jar = Path.of(entry).toAbsolutePath();
                Files.createSymbolicLink(jars.resolve(number++ + "-" + jar.getFileName()), jar);
            }
        }
        return jars.getParent();
    }

    private void awaitWorkers(Path log, int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (registered(log) < count) {
            if (System.nanoTime() > end) {
                throw new IOException("The workers do not come:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    private static long registered(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("Registering worker")).count();
        }
    }

    /** Starts a program that uses the cluster. */
    Process submit(Path log, Class<?> main, String... arguments) throws IOException {
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElse("");
        return java(
                log,
                List.of(
                        "-Dspark.master=" + url,
                        "-Dspark.executor.memory=512m",
                        "-Dspark.executor.extraClassPath=" + classes,
                        "-Dspark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
                        "-Dspark.driver.host=127.0.0.1",
                        // Nothing is done before all workers are there.
                        "-Dspark.scheduler.minRegisteredResourcesRatio=1.0",
                        "-Dspark.scheduler.maxRegisteredResourcesWaitingTime=600s",
                        "-Dspark.cores.max=2",
                        "-Dspark.ui.enabled=false"),
                main.getName(),
                arguments);
    }

    private Process java(Path log, List<String> options, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-Dlog4j2.configurationFile="
                + Path.of("src/test/resources/log4j2-cluster.properties").toAbsolutePath());
        command.addAll(Files.readAllLines(Path.of("src/main/dist/conf/spark.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** As when a machine is switched off: the worker and its executors are gone at once. */
    void kill(int worker) {
        end(workers.get(worker));
    }

    /** Whether an executor of the worker scores: it has loaded the engine. */
    boolean scores(int worker) throws IOException {
        for (ProcessHandle child : workers.get(worker).toHandle().descendants().toList()) {
            Path mapped = Path.of("/proc", String.valueOf(child.pid()), "maps");
            try (Stream<String> lines = Files.lines(mapped)) {
                if (lines.anyMatch(line -> line.contains("libtorch_cpu"))) {
                    return true;
                }
            } catch (NoSuchFileException e) {
                // It has ended.
            }
        }
        return false;
    }

    /** Its executors do nothing more, and have not said so. */
    void stop(int worker) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-STOP"));
        workers.get(worker).toHandle().descendants().forEach(child -> command.add(String.valueOf(child.pid())));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("The executors of worker " + worker + " cannot be stopped.");
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.toHandle().descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        children.forEach(child -> child.onExit().join());
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Cluster::end);
        // JUnit, which clears the folder away, warns of each link.
        try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
            for (Path jar : jars.toList()) {
                Files.delete(jar);
            }
        }
    }

    @Override
    public String toString() {
        return url + " in " + folder;
    }
}
