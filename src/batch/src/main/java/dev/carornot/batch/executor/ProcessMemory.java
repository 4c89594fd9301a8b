package dev.carornot.batch.executor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has taken of the machine's memory, native memory included. */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final long KIB = 1024;

    private ProcessMemory() {}

    /** The largest resident set so far, in bytes; 0 where the system does not tell, as only Linux does. */
    public static long peakBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(PEAK)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
