package dev.carornot.classifier.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * What this machine's processor can do, as far as the choice of a precision depends on it. Immutable and thread-safe.
 *
 * @param features the flags that Linux lists in {@code /proc/cpuinfo}; empty where nothing is known
 */
public record Processor(Set<String> features) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Set<String> LISTS = Set.of("flags", "Features");

    public Processor {
        features = Set.copyOf(features);
    }

    /** The one that runs this; without features where the operating system is not Linux. */
    public static Processor current() {
        try {
            return parse(Files.readString(CPUINFO, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new Processor(Set.of());
        }
    }

    /** Reads the first processor's list of flags. */
    static Processor parse(String cpuinfo) {
        return cpuinfo.lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && LISTS.contains(parts[0].strip()))
                .findFirst()
                .map(parts -> new Processor(
                        Set.of(parts[1].strip().toLowerCase(Locale.ROOT).split("\\s+"))))
                .orElseGet(() -> new Processor(Set.of()));
    }

    /** Whether oneDNN has fast 8-bit convolutions for it; with VNNI they are faster still. */
    public boolean hasInt8() {
        return features.contains("avx2") || features.contains("avx512_vnni");
    }

    /** Whether it multiplies bfloat16; where it only emulates, 32-bit floats are faster. */
    public boolean hasBfloat16() {
        return features.contains("avx512_bf16") || features.contains("amx_bf16");
    }
}
