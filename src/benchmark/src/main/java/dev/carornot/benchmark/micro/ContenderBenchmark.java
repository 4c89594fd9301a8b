package dev.carornot.benchmark.micro;

import dev.carornot.benchmark.contender.Contender;
import dev.carornot.benchmark.contender.Contenders;
import dev.carornot.benchmark.contender.Work;
import dev.carornot.benchmark.material.Material;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each step from bytes to verdict by itself, one thread: the product's contenders of the interleaved run, so that both
 * measure exactly the same work. For comparisons take the interleaved run; this one is for working on a step, with JMH's
 * profilers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-Dai.djl.pytorch.num_threads=1", "--enable-native-access=ALL-UNNAMED"})
public class ContenderBenchmark {
    /** Whom to measure. */
    @Param({
        "decode-12mp/libjpeg-turbo",
        "decode-12mp/imageio",
        "resize-12mp/product",
        "network/eager",
        "network/fp32",
        "network/bf16",
        "network/int8",
        "verdict-12mp/int8",
        "verdict-small/int8",
        "explanation-small/int8"
    })
    public String contender;

    private Work work;

    /** Opens the contender, and writes what it is measured on where that is not there yet. */
    @Setup
    public void open() throws Exception {
        Material material = new Material(Path.of("target", "material"));
        for (Contender candidate : Contenders.of(material, 1)) {
            if (candidate.name().equals(contender)) {
                work = candidate.opening().open();
                return;
            }
        }
        throw new IllegalArgumentException("There is no contender " + contender + ".");
    }

    /** One run; of {@code features} a batch. */
    @Benchmark
    public double run() throws Exception {
        return work.run();
    }

    /** Gives its native memory back. */
    @TearDown
    public void close() {
        work.close();
    }
}
