package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.WideModel;
import dev.carornot.classifier.network.NetworkSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether oneDNN takes the weights as they were laid out when the program was opened. It tells only on its standard output
 * stream, and only a process that was started with a variable in its environment.
 */
final class WeightLayoutTest {
    private static final String FIRST_CALL = "first call";
    private static final String EXECUTION = "primitive,exec";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16", "INT8"})
    void noCallReordersWeights(Precision precision) throws Exception {
        List<String> executed = executed(precision.name());

        assertThat(executed).filteredOn(line -> line.contains(",convolution,")).hasSizeGreaterThan(10);
        assertThat(executed).filteredOn(line -> line.contains(",reorder,")).isEmpty();
    }

    @Test
    void theEagerBlocksReorderThemAtEveryCall() throws Exception {
        assertThat(executed("EAGER"))
                .filteredOn(line -> line.contains(",reorder,"))
                .isNotEmpty();
    }

    /** What oneDNN says of a call, from the first one on. */
    private List<String> executed(String precision) throws IOException, InterruptedException {
        Path output = temporary.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), OneCall.class.getName(), precision);
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().put("ONEDNN_VERBOSE", "1");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        assertThat(builder.start().waitFor()).as(output.toString()).isZero();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).contains(FIRST_CALL);
        return lines.subList(lines.indexOf(FIRST_CALL), lines.size()).stream()
                .filter(line -> line.contains(EXECUTION))
                .toList();
    }

    /** Surefire hands it to this JVM in a manifest, which it resolves into this property. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator));
    }

    /** A process that runs a network once. */
    static final class OneCall {
        private OneCall() {}

        public static void main(String... arguments) throws Exception {
            TorchEngine.start(1);
            Precision precision = Precision.valueOf(arguments[0]);
            NetworkSource source = precision == Precision.INT8 ? WideModel.quantized(4) : WideModel.floats(4);
            try (Program program = Programs.open(source, precision, 1)) {
                System.out.println(FIRST_CALL);
                program.run(new byte[3 * WideModel.SIDE * WideModel.SIDE], 1);
            }
        }
    }
}
