package dev.carornot.benchmark;

import dev.carornot.benchmark.http.Served;
import dev.carornot.benchmark.measurement.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a run is asked for, from system properties that the build sets. Immutable and thread-safe.
 *
 * @param shortForm everything once or twice, to see that it works
 * @param publish whether {@code docs} gets the page and the chart
 * @param parts of {@code tables}, {@code http}, {@code memory} and {@code start}
 * @param jdks folder of the JDKs whose start is measured
 * @param contenders whose names match are in the tables; all of them when the tables are published
 */
record Settings(boolean shortForm, boolean publish, Set<String> parts, Path jdks, Pattern contenders) {
    private static final String ALL = ".*";
    private static final Set<String> PARTS = Set.of("tables", "http", "memory", "start");
    private static final long SEED = 1;

    Settings {
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException("The parts of a run are " + PARTS + ", not " + parts + ".");
        }
        if (publish && parts.contains("tables") && !contenders.pattern().equals(ALL)) {
            throw new IllegalArgumentException(
                    "Tables of some contenders are not published; leave benchmark.contenders out.");
        }
    }

    static Settings ofProperties() {
        return new Settings(
                Boolean.getBoolean("benchmark.short"),
                Boolean.getBoolean("benchmark.publish"),
                Set.of(System.getProperty("benchmark.parts", "tables,http,memory,start")
                        .split(",")),
                Path.of(System.getProperty("benchmark.jdks", "/usr/lib/jvm")),
                Pattern.compile(System.getProperty("benchmark.contenders", ALL)));
    }

    /** Two warm-up rounds: by then the JIT compiler is done with what Java does of the work. */
    Plan plan() {
        return shortForm ? new Plan(0, 2, 1, SEED) : new Plan(2, 20, 3, SEED);
    }

    Served.Effort effort() {
        return shortForm
                ? new Served.Effort(10, Duration.ofSeconds(1), 50, 50, 1)
                : new Served.Effort(500, Duration.ofSeconds(15), 1000, 10_000, 10);
    }
}
