package dev.carornot.benchmark.report;

import dev.carornot.benchmark.measurement.Bar;
import dev.carornot.benchmark.measurement.Bars;
import dev.carornot.benchmark.measurement.Machine;
import dev.carornot.benchmark.measurement.Results;
import java.time.Instant;
import java.util.List;

/**
 * All that one run measured. Immutable and thread-safe.
 *
 * @param machine where
 * @param time when it began
 * @param shortForm whether it was the short form, whose figures mean little
 * @param results with one thread, and over HTTP
 * @param twoThreads the same contenders with two threads; empty where they were not measured
 */
public record Run(Machine machine, Instant time, boolean shortForm, Results results, Results twoThreads) {
    List<Bar.Outcome> bars() {
        return Bars.judge(results);
    }
}
