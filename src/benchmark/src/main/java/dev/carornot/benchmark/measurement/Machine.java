package dev.carornot.benchmark.measurement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where it was measured. Immutable and thread-safe.
 *
 * @param cpu the processor's name
 * @param flags of its instruction sets those that matter to networks, as Linux calls them
 * @param cores processors that the JVM sees
 * @param memoryGib main memory
 * @param os name, version and architecture
 * @param jdk vendor and version of the JVM that measured
 */
public record Machine(String cpu, List<String> flags, int cores, long memoryGib, String os, String jdk) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String UNKNOWN = "unknown";
    private static final long KIB_A_GIB = 1 << 20;
    private static final List<String> THAT_MATTER =
            List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_bf16", "amx_int8");

    /** This one. */
    public static Machine here() throws IOException {
        List<String> cpuinfo = Files.isReadable(CPUINFO) ? Files.readAllLines(CPUINFO) : List.of();
        List<String> meminfo = Files.isReadable(MEMINFO) ? Files.readAllLines(MEMINFO) : List.of();
        String memory = value(meminfo, "MemTotal").replaceAll("\\D", "");
        return new Machine(
                value(cpuinfo, "model name"),
                mattering(value(cpuinfo, "flags")),
                Runtime.getRuntime().availableProcessors(),
                memory.isEmpty() ? 0 : Long.parseLong(memory) / KIB_A_GIB,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static List<String> mattering(String flags) {
        Set<String> all = Set.of(flags.split("\\s+"));
        return THAT_MATTER.stream().filter(all::contains).toList();
    }

    /** What the processor lacks of what the reduced precisions live on; one sentence each, none where nothing lacks. */
    public List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (!has("avx512_vnni") && !has("avx_vnni") && !has("amx_int8")) {
            limits.add(
                    "It has no dot product of bytes (VNNI): a multiply-add of 8-bit integers takes three instructions, so"
                            + " that int8 gains far less over fp32 than the four times that VNNI allows.");
        }
        if (!has("avx512_bf16") && !has("amx_bf16")) {
            limits.add(
                    "It has no instructions for bf16: there is nothing to be gained by that form, whether it runs or not.");
        }
        if (!has("avx512f")) {
            limits.add("It has no AVX-512: its vectors hold 8 floats, not 16.");
        }
        return limits;
    }

    private boolean has(String flag) {
        return flags.contains(flag);
    }
}
