package dev.carornot.benchmark;

import dev.carornot.benchmark.contender.Contenders;
import dev.carornot.benchmark.material.Material;
import dev.carornot.benchmark.measurement.Interleaving;
import dev.carornot.benchmark.measurement.Jdk;
import dev.carornot.benchmark.measurement.Results;
import dev.carornot.benchmark.report.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures all contenders with one number of threads, in a process of its own: the engine takes one such number a process,
 * and contenders must share a process to be interleaved.
 */
final class TableProcess {
    /** Room for a decoded 12-megapixel picture in each of a few contenders at once. */
    private static final String HEAP = "-Xmx2g";

    private TableProcess() {}

    /** The process itself: number of threads, folder of the material, file for the results. */
    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[0]);
        Material material = new Material(Path.of(arguments[1]));
        Settings settings = Settings.ofProperties();
        Results results = new Interleaving(settings.plan(), System.out)
                .measure(Contenders.of(material, threads).stream()
                        .filter(contender ->
                                settings.contenders().matcher(contender.name()).matches())
                        .toList());
        JsonReport.write(Path.of(arguments[2]), results);
    }

    /** Runs one and waits for it. */
    static Results measure(int threads, Material material, Path target, Settings settings)
            throws IOException, InterruptedException {
        Path file = target.resolve("table-" + threads + ".json");
        Files.deleteIfExists(file);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Jdk.running().java().toString(),
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dbenchmark.short=" + settings.shortForm(),
                "-Dbenchmark.contenders=" + settings.contenders().pattern(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                TableProcess.class.getName(),
                String.valueOf(threads),
                material.folder().toString(),
                file.toString()));
        // Not on the command line: ONNX Runtime 1.29.0 crashes in a process whose command line is longer than 4,096
        // bytes.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.inheritIO();
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(
                    "The measurement with " + threads + " threads ended with " + exit + "; its output is above.");
        }
        return JsonReport.read(file);
    }
}
